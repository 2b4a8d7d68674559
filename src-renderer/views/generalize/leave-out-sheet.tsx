/** Leave one domain out: which methods are held to every domain of a study of generalization, what it costs, and what came of it. */
import type { GeneralizationTable } from '@shared/domain/generalization'
import type { RunRecord } from '@shared/domain/run'
import type { Study } from '@shared/domain/study'
import { useEffect, useState } from 'react'
import { attempt, tryAction } from '../../app/attempt'
import { engine } from '../../app/services'
import { Toasts } from '../../app/toasts'
import { saveFile } from '../../charts/save-picture'
import { useCatalogue } from '../../stores/catalogue'
import { domainKey, useDatasets, whyNotRun } from '../../stores/datasets'
import { isActive } from '../../stores/describe-run'
import { useRecipes } from '../../stores/recipe'
import { useRuns } from '../../stores/runs'
import { selectStudy, useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { EmptyState } from '../../ui/empty-state'
import { folderName, formatTimeLeft } from '../../ui/format'
import { Notice } from '../../ui/notice'
import campaign from '../recipe/campaign.module.css'
import { recommendedDraft, startable, suggestionFor } from '../train/run-draft'
import styles from './leave-out.module.css'
import { costOf, domainsOf, type LeaveOutRuns, leaveOutPlan, leftOutOfPlan, newestSeries, secondsLeft } from './leave-out-plan'
import { LeaveOutTable } from './leave-out-table'

export function LeaveOutSheet() {
  const showSheet = useView((state) => state.showSheet)
  const study = useStudies(selectStudy(useView((state) => state.studyId)))
  return (
    <Dialog
      title="Leave each domain out"
      subtitle="learnt on all others, met at the end; sources and target take turns"
      shape="wide"
      onClose={() => showSheet(null)}
      floating={<Toasts />}
    >
      {study ? <Sheet study={study} /> : <EmptyState title="No study is open" text="Open a study of generalization first." />}
    </Dialog>
  )
}

const mostSeeds = 10
const mostSettings = 20

function Sheet({ study }: { readonly study: Study }) {
  const { methods, backbones, pairs } = useCatalogue()
  const datasets = useDatasets()
  const draft = useRecipes((state) => state.drafts[study.id])
  const runs = useRuns((state) => state.runs)
  const offered = startable(methods, study.data).filter(({ needs }) => needs.target === 'none')
  const setup = draft ?? recommendedDraft(offered, backbones, study.data.images.imageSize, suggestionFor(study.data.source, pairs))
  const [chosen, setChosen] = useState<readonly string[]>([...new Set(['erm', setup.method])])
  const [epochs, setEpochs] = useState(setup.epochs)
  const [seeds, setSeeds] = useState(3)
  const [hyperSeeds, setHyperSeeds] = useState(1)
  const summaries = (['source', 'target'] as const).map((role) => datasets.domains[domainKey(study.id, role)]?.summary)
  const domains = domainsOf(study.data, (source) => {
    const set = pairs.flatMap((pair) => pair.domains ?? []).find((one) => JSON.stringify(one.source) === JSON.stringify(source))
    return set?.name ?? (source.kind === 'folder' ? folderName(source.path) : source.pair)
  })
  const backbone = backbones.find(({ id }) => id === setup.backbone)
  const picked = offered.filter(({ id }) => chosen.includes(id))
  const plan = backbone ? leaveOutPlan(study.data, domains, { ...setup, backbone }, { methods: picked, epochs, seeds, hyperSeeds }) : null
  const unlabelled = summaries[1]?.labelled === false ? 'The target has no class folders, so it cannot be learnt from in its turn.' : null
  const blocked =
    domains.length < 3
      ? 'Three domains are needed: two sources and a target.'
      : (whyNotRun(study, datasets) ??
        unlabelled ??
        (picked.length === 0 ? 'Choose a method.' : plan ? null : 'The methods are being read.'))
  const series = newestSeries(runs.filter(({ studyId }) => studyId === study.id))
  const active = series?.some(({ status }) => isActive(status)) ?? false
  const dropped = leftOutOfPlan(study.data)
  const start = (): void => {
    if (plan) attempt(() => engine.call('generalization.start', { studyId: study.id, plan }))
  }
  return (
    <>
      <p className={styles.domains}>{domains.map(({ name }) => name).join(' · ')}</p>
      {dropped.length > 0 && (
        <Notice tone="info" message={`Not taken over: ${dropped.join(', ')}.`} hint="Every domain is source and target in turn here." />
      )}
      <fieldset className={styles.methods}>
        <legend className="visually-hidden">Methods</legend>
        {offered.map(({ id, label, summary }) => (
          <label key={id} title={summary}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={() => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className={campaign.controls}>
        <Amount label="Epochs" value={epochs} most={1000} onChange={setEpochs} />
        <Amount label="Trial seeds" value={seeds} most={mostSeeds} onChange={setSeeds} />
        <Amount
          label="Settings"
          title="1: those of the run form; each further one is drawn from the ranges that the parameters declare"
          value={hyperSeeds}
          most={mostSettings}
          onChange={setHyperSeeds}
        />
        <span className={campaign.cost}>{plan ? costOf(plan) : ''}</span>
        {active && series ? (
          <Button onClick={() => attempt(() => stop(series))}>Stop, keep what is done</Button>
        ) : (
          <Button variant="primary" icon="play" blocked={blocked} onClick={start}>
            Queue the runs
          </Button>
        )}
      </div>
      {series ? (
        <Series series={series} />
      ) : (
        <EmptyState
          title="No domain has been left out yet"
          text="Each run learns on all domains but one and is tested on that one, which it never sees, not even without labels. The runs enter the queue; stopped, they go on later."
        />
      )}
    </>
  )
}

interface AmountProps {
  readonly label: string
  readonly title?: string
  readonly value: number
  readonly most: number
  readonly onChange: (value: number) => void
}

function Amount({ label, title, value, most, onChange }: AmountProps) {
  return (
    <label title={title}>
      {label}{' '}
      <input
        className={campaign.number}
        type="number"
        min={1}
        max={most}
        value={value}
        onChange={(event) => onChange(Math.max(1, Math.min(most, Math.round(Number(event.target.value)) || 1)))}
      />
    </label>
  )
}

/** How far the newest series is, the way on where it was stopped, and its table as far as it is known. */
function Series({ series }: { readonly series: LeaveOutRuns }) {
  const ids = series.map(({ id }) => id)
  const done = series.filter(({ status }) => status === 'done').length
  const running = series.find(({ status }) => status === 'running')
  const stopped = series.filter(({ status }) => goesOn(status))
  const left = secondsLeft(series)
  const [table, setTable] = useState<GeneralizationTable | null>(null)
  const key = `${ids.join(' ')} ${done}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the runs and how many are done
  useEffect(() => {
    let gone = false
    void tryAction(() => engine.call('generalization.table', { runIds: ids })).then((made) => {
      if (made && !gone) setTable(made)
    })
    return () => {
      gone = true
    }
  }, [key])
  const save = (format: 'csv' | 'html'): void =>
    attempt(async () => {
      const { text } = await engine.call('generalization.document', { runIds: ids, format })
      saveFile(`left-out.${format}`, text, format === 'csv' ? 'text/csv' : 'text/html')
    })
  return (
    <>
      <div className={campaign.status} role="status">
        <b>
          {done} of {series.length} runs done
        </b>
        <span>
          {running
            ? `${running.name} trains${left === null ? '' : `; ${formatTimeLeft(left)} left for all`}`
            : stopped.length > 0
              ? 'stopped'
              : ''}
        </span>
        {!running && stopped.length > 0 && (
          <Button size="s" onClick={() => attempt(() => goOn(stopped))}>
            Go on
          </Button>
        )}
        <Button size="s" blocked={done === 0 ? 'No run is done yet' : null} onClick={() => save('csv')}>
          Export CSV
        </Button>
        <Button size="s" blocked={done === 0 ? 'No run is done yet' : null} onClick={() => save('html')}>
          Export page
        </Button>
      </div>
      {table && done > 0 && <LeaveOutTable table={table} />}
    </>
  )
}

const goesOn = (status: RunRecord['status']): boolean => status === 'cancelled' || status === 'interrupted' || status === 'failed'

/** The last first, so that none of them begins meanwhile. */
async function stop(series: LeaveOutRuns): Promise<void> {
  for (const { id, status } of [...series].reverse()) if (isActive(status)) await useRuns.getState().cancel(id)
}

async function goOn(stopped: readonly RunRecord[]): Promise<void> {
  for (const { id } of stopped) await useRuns.getState().resume(id)
}
