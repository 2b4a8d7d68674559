/** One domain: its folder, its images, and how far its import is. */
import type { DomainSource, DomainSummary, FolderSource } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import type { Study } from '@shared/domain/study'
import { chooseFolder, chooseList, replaceDomain } from '../../app/actions'
import { attempt } from '../../app/attempt'
import { useFolderDrop } from '../../app/use-folder-drop'
import { useCatalogue } from '../../stores/catalogue'
import { type DomainState, selectDomain, useDatasets } from '../../stores/datasets'
import { useInspections } from '../../stores/inspections'
import { Button, IconButton } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { DomainMark } from '../../ui/domain-mark'
import { DropZone } from '../../ui/drop-zone'
import { FolderShape } from '../../ui/folder-shape'
import { folderName, formatAmount, formatCount } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { ProgressBar } from '../../ui/progress-bar'
import styles from './domain-card.module.css'
import { SourceParts } from './source-parts'
import { Thumbnails } from './thumbnails'

export interface DomainCardProps {
  readonly study: Study
  readonly domain: DomainRole
  /** Opens the choice of classes that are kept unseen; absent where the study has no use for it. */
  readonly onDivide?: (() => void) | undefined
}

const titles: Readonly<Record<DomainRole, string>> = { source: 'Source', target: 'Target' }

export function DomainCard({ study, domain: role, onDivide }: DomainCardProps) {
  const state = useDatasets(selectDomain(study.id, role))
  const asked = study.data[role]
  const drop = useFolderDrop(role, (source) => replaceDomain(study.id, role, source))
  const choose = async (): Promise<void> => {
    const chosen = await chooseFolder(role)
    if (chosen) replaceDomain(study.id, role, chosen)
  }
  const pair = useCatalogue((state) => state.pairs).find((one) => asked?.kind === 'built-in' && one.id === asked.pair)
  const builtIn = (role === 'source' ? pair?.sourceName : pair?.targetName) ?? titles[role]
  const path = asked && folderOf(asked)
  const name = state?.summary?.name ?? (path ? folderName(path) : builtIn)
  return (
    <DropZone label={titles[role]} outlined={!asked} className={styles.card} {...drop}>
      <h2 className={styles.title}>
        <DomainMark domain={role} />
        <span title={path ?? undefined}>{asked ? name : `Drop the ${role} folder here`}</span>
      </h2>
      <span className={styles.actions}>
        {asked?.kind === 'folder' && (
          <ListButtons folder={asked} role={role} onChange={(source) => replaceDomain(study.id, role, source)} />
        )}
        <Button size="s" {...(asked ? {} : { icon: 'folder' as const })} onClick={() => attempt(choose)}>
          {asked ? 'Change folder' : 'Choose folder…'}
        </Button>
      </span>
      <div className={styles.line}>
        <p className={styles.note}>
          {titles[role]}
          {asked?.kind === 'folder' && asked.list ? ` · by ${folderName(asked.list)}` : ''}
          {state?.summary ? ` · ${describeImages(state.summary)}` : ''}
        </p>
        {role === 'target' && asked && <LabelsChip studyId={study.id} />}
      </div>
      {role === 'source' && study.data.kind === 'generalization' && (
        <div className={styles.line}>
          <SourceParts study={study} />
        </div>
      )}
      {onDivide && (
        <div className={styles.line}>
          <p className={styles.note}>One folder for both sides:</p>
          <Button size="s" onClick={onDivide}>
            Divide one folder…
          </Button>
        </div>
      )}
      <div className={styles.body}>{asked ? <DomainBody study={study} role={role} state={state} /> : <FolderShape domain={role} />}</div>
    </DropZone>
  )
}

/** Where a domain's images lie, all of them or some of its classes; null where they are in no single folder. */
function folderOf(source: DomainSource): string | null {
  const base = source.kind === 'classes' ? source.base : source
  return base.kind === 'folder' ? base.path : null
}

interface ListButtonsProps {
  readonly folder: FolderSource
  readonly role: DomainRole
  readonly onChange: (source: FolderSource) => void
}

/** A list of the user's own decides which images are in, and their sides, classes and groups. */
function ListButtons({ folder, role, onChange }: ListButtonsProps) {
  const { list, ...withoutList } = folder
  const choose = async (): Promise<void> => {
    const chosen = await chooseList(role)
    if (chosen) onChange({ ...folder, list: chosen })
  }
  return (
    <>
      <IconButton
        size="s"
        icon="book"
        label={
          list ? `Choose another list of ${role} images` : `Use a list of ${role} images: CSV with the columns file, split, class, group`
        }
        onClick={() => attempt(choose)}
      />
      {list && <IconButton size="s" icon="close" label={`Take the ${role}’s list out`} onClick={() => onChange(withoutList)} />}
    </>
  )
}

function LabelsChip({ studyId }: { readonly studyId: string }) {
  const read = useInspections((state) => state.ledgers[studyId]?.length ?? 0) > 0
  return read ? (
    <Chip tone="warn" icon="unlock" title="The class counts were asked for; no image was shown with its label.">
      Class counts read
    </Chip>
  ) : (
    <Chip tone="sealed" icon="lock" title="Nothing on this screen needs a target label, and none is read.">
      Labels not read
    </Chip>
  )
}

interface DomainBodyProps {
  readonly study: Study
  readonly role: DomainRole
  readonly state: DomainState | null
}

function DomainBody({ study, role, state }: DomainBodyProps) {
  const { cancelImport, retry } = useDatasets.getState()
  if (state?.status === 'ready') return <Thumbnails strip={state.strip} domain={role} />
  if (state?.status === 'importing') {
    const { done = 0, total = 0, unreadable = 0, cached = 0 } = state.progress ?? {}
    const counted = total > 0 ? `${formatCount(done)} of ${formatAmount(total, 'image')}` : 'Listing files'
    const notes = [cached > 0 && `${formatCount(cached)} from the cache`, unreadable > 0 && `${formatCount(unreadable)} unreadable`].filter(
      Boolean,
    )
    return (
      <div className={styles.state} role="status">
        <span className={styles.importing}>
          {[counted, ...notes].join(' · ')}
          <ProgressBar size="m" value={total > 0 ? done / total : null} label={`Import of the ${role}`} />
        </span>
        <Button size="s" onClick={() => cancelImport(study.id, role)}>
          Cancel
        </Button>
      </div>
    )
  }
  return (
    <div className={styles.state} role={state?.failure ? 'alert' : 'status'}>
      <Icon name={state?.failure ? 'alert' : 'wait'} tone={state?.failure ? 'bad' : 'muted'} />
      <p className={styles.words}>
        {state?.failure ? (
          <>
            <b>{state.failure.message}</b> {state.failure.hint}
          </>
        ) : state?.status === 'cancelled' ? (
          'The import was cancelled. What was decoded is kept.'
        ) : (
          'Waits for the engine.'
        )}
      </p>
      {state && (
        <Button size="s" onClick={() => attempt(() => retry(study, role))}>
          Import again
        </Button>
      )}
    </div>
  )
}

/** "4,500 images · 640 × 480 and 2 other sizes · seen at 28 px". */
function describeImages(summary: DomainSummary): string {
  const [first, ...others] = summary.sizes
  const sizes = first
    ? ` · ${first.width} × ${first.height}${others.length > 0 ? ` and ${formatAmount(others.length, 'other size')}` : ''}`
    : ''
  const fit = first && (first.width !== summary.imageSize || first.height !== summary.imageSize || others.length > 0)
  return `${formatAmount(summary.images, 'image')}${sizes}${fit ? ` · seen at ${summary.imageSize} px` : ''}`
}
