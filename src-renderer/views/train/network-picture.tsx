/** The network from the image to the classes: which blocks keep their weights and which are trained, and from when on. */
import { type FreezingParams, freezingStages } from '@shared/domain/freezing'
import type { MethodInfo, NetworkBlocks } from '@shared/domain/method'
import { readFields } from '../../forms/read-fields'
import type { ParamValues } from '../../forms/validate-fields'
import { formatCount } from '../../ui/format'
import { Icon } from '../../ui/icon'
import styles from './network-picture.module.css'

export interface NetworkPictureProps {
  readonly network: NetworkBlocks
  readonly freezing: FreezingParams
}

export function NetworkPicture({ network, freezing }: NetworkPictureProps) {
  const { blocks, features } = network
  const freed = freedFrom(freezing, blocks.length)
  const most = Math.max(1, ...blocks.map(({ weights }) => weights))
  return (
    <figure className={styles.figure}>
      <ol className={styles.blocks} aria-label="Blocks of the network, from the image to the classes">
        {blocks.map(({ name, weights }, index) => {
          const from = freed[index] ?? null
          const text = `${name}: ${formatCount(weights)} weights, ${stateWords(from)}`
          return (
            <li key={name} className={styles.block} data-state={stateOf(from)} title={text}>
              <span className={styles.bar} style={{ height: `${18 + 82 * Math.sqrt(weights / most)}%` }} />
              <span className={styles.hidden}>{text}</span>
            </li>
          )
        })}
        <li
          className={styles.head}
          data-state="trained"
          title={`Head: from ${formatCount(features)} features to the classes, always trained`}
        >
          <span className={styles.bar} />
          <span className={styles.hidden}>Head, always trained</span>
        </li>
      </ol>
      <div className={styles.ends} aria-hidden>
        <span>image</span>
        <span>classes</span>
      </div>
      <figcaption className={styles.caption}>
        {freed.includes(null) && <Icon name="lock" />}
        <span>{pictureWords(network, freezing)}</span>
      </figcaption>
    </figure>
  )
}

/** Training progress from which each block is trained, from the image on; null where it never is. */
export function freedFrom(freezing: FreezingParams, blocks: number): readonly (number | null)[] {
  const stages = freezingStages(freezing, blocks)
  return Array.from({ length: blocks }, (_, index) => stages.find(({ frozen }) => frozen <= index)?.from ?? null)
}

/** What is frozen and trained, in a sentence. */
export function pictureWords({ blocks }: NetworkBlocks, freezing: FreezingParams): string {
  const freed = freedFrom(freezing, blocks.length)
  const held = blocks.filter((_, index) => freed[index] === null)
  const weights = (some: NetworkBlocks['blocks']): string => `${formatCount(some.reduce((sum, one) => sum + one.weights, 0))} weights`
  if (held.length === blocks.length) return `All ${blocks.length} blocks are frozen (${weights(blocks)}); the head is trained.`
  if (held.length > 0) {
    const rest = blocks.filter((_, index) => freed[index] !== null)
    return `${held.length} of ${blocks.length} blocks are frozen; ${rest.length} (${weights(rest)}) and the head are trained.`
  }
  if (freed.every((from) => from === 0)) return `All ${blocks.length} blocks (${weights(blocks)}) and the head are trained.`
  const last = Math.round(100 * Math.max(...freed.map((from) => from ?? 0)))
  return `The head is trained at first, then block after block; all ${blocks.length} from ${last} % of training on.`
}

/** What the form says about freezing; null for a method that knows none. */
export function freezingOf(method: MethodInfo | undefined, settings: ParamValues): FreezingParams | null {
  const fields = method === undefined ? [] : readFields(method.params)
  const given = (name: string): unknown => settings[name] ?? fields.find((field) => field.name === name)?.default
  const [trained, lastBlocks, unfreezePart] = ['trained', 'lastBlocks', 'unfreezePart'].map(given)
  if (!isTrained(trained)) return null
  return { trained, lastBlocks: Number(lastBlocks), unfreezePart: Number(unfreezePart) }
}

const isTrained = (value: unknown): value is FreezingParams['trained'] =>
  typeof value === 'string' && ['full', 'linear-probe', 'last-blocks', 'gradual'].includes(value)

const stateOf = (from: number | null): 'frozen' | 'later' | 'trained' => (from === null ? 'frozen' : from > 0 ? 'later' : 'trained')

function stateWords(from: number | null): string {
  if (from === null) return 'frozen'
  return from > 0 ? `trained from ${Math.round(100 * from)} % of training on` : 'trained'
}
