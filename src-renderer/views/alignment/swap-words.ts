/** What the screen says of a suspected swap: named, with its evidence, and as a suspicion. */
import type { SwapReport, SwapSuspicion } from '@shared/domain/alignment'
import type { RingedClasses } from '../../charts/map/map-overlay'

export interface SwapWords {
  readonly title: string
  readonly evidence: string
}

const join = (names: readonly string[]): string =>
  names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

export function swapWords(suspicion: SwapSuspicion, classNames: readonly string[], aDistance: number | null): SwapWords {
  const name = (id: number): string => classNames[id] ?? String(id)
  if (suspicion.kind === 'collapse') {
    const { classId, sharePct, referencePct } = suspicion
    return {
      title: `Suspected collapse onto ${name(classId)}`,
      evidence: `${Math.round(sharePct)} % of the target images lie beside source ${name(classId)}; the source-only model saw ${Math.round(referencePct)} % there.`,
    }
  }
  const { classes, sharesPct } = suspicion
  const [from, to] = [name(classes[0] as number), name(classes[1 % classes.length] as number)]
  const low = aDistance !== null && aDistance < 1 ? ' A-distance is low, so distance alone would call this success.' : ''
  return {
    title: `Suspected swap: ${join(classes.map(name))}`,
    evidence: `${Math.round(sharesPct[0] as number)} % of the target images now beside source ${to} were ${from} for the source-only model, and the other way round.${low}`,
  }
}

export function ringsOf(suspicions: readonly SwapSuspicion[], classNames: readonly string[]): RingedClasses[] {
  const name = (id: number): string => classNames[id] ?? String(id)
  return suspicions.map((one) =>
    one.kind === 'swap'
      ? { classes: one.classes, text: `${one.classes.map(name).join(one.classes.length === 2 ? ' ⇄ ' : ' → ')} suspected swap` }
      : { classes: [one.classId], text: `suspected collapse onto ${name(one.classId)}` },
  )
}

export interface TimelineEvent {
  readonly epoch: number
  readonly text: string
}

/** Where a suspicion that still stands at the last checkpoint began. */
export function swapEvents({ checkpoints }: SwapReport, classNames: readonly string[]): TimelineEvent[] {
  const last = checkpoints.at(-1)
  return (last?.suspicions ?? []).map((suspicion) => {
    const key = keyOf(suspicion)
    const begin = checkpoints.findLastIndex(({ suspicions }) => !suspicions.some((one) => keyOf(one) === key)) + 1
    const name = (id: number): string => classNames[id] ?? String(id)
    const what = suspicion.kind === 'swap' ? `swap of ${join(suspicion.classes.map(name))}` : `collapse onto ${name(suspicion.classId)}`
    return { epoch: (checkpoints[begin] ?? checkpoints[0])?.epoch ?? 0, text: `${what} begins` }
  })
}

const keyOf = (suspicion: SwapSuspicion): string =>
  suspicion.kind === 'swap' ? `swap ${suspicion.classes.join(' ')}` : `collapse ${suspicion.classId}`
