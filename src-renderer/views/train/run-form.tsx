/** Before a run: method, network, length and cost, with everything that stands in the way named beside its field. */
import { attributesFileName, commandLineOf, curveLineOf, leaveOutLineOf, preparationFileName } from '@shared/domain/command-line'
import { curveRuns } from '@shared/domain/learning-curve'
import type { RunRecord, RunRequest } from '@shared/domain/run'
import type { Study } from '@shared/domain/study'
import { useEffect, useState } from 'react'
import { useCatalogue } from '../../stores/catalogue'
import { useScreenCommands } from '../../stores/commands'
import { domainKey, useDatasets, whyNotRun } from '../../stores/datasets'
import { toFailure } from '../../stores/failure'
import { useRecipes } from '../../stores/recipe'
import { useRuns } from '../../stores/runs'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Kbd } from '../../ui/kbd'
import { Notice } from '../../ui/notice'
import { Screen } from '../../ui/screen'
import { saveAttributes, saveRemedies } from '../data/save-study-files'
import { CostPanel } from './cost-panel'
import { MethodPanel } from './method-panel'
import { NetworkPanel } from './network-panel'
import {
  draftOf,
  draftProblems,
  estimateSeconds,
  labelProblem,
  type RunDraft,
  recommendedDraft,
  requestOf,
  startable,
  suggestionFor,
} from './run-draft'
import styles from './run-form.module.css'

export interface RunFormProps {
  readonly study: Study
  /** Fills the form with an earlier request. */
  readonly from: RunRequest | null
  /** Runs of this study, newest first: for the estimate. */
  readonly earlier: readonly RunRecord[]
  readonly onStarted: (runId: string) => void
  /** Back to the run in view; absent when there is none. */
  readonly onBack?: (() => void) | undefined
}

export function RunForm({ study, from, earlier, onStarted, onBack }: RunFormProps) {
  const methods = useCatalogue((state) => state.methods)
  const backbones = useCatalogue((state) => state.backbones)
  const pairs = useCatalogue((state) => state.pairs)
  const results = useRuns((state) => state.results)
  const datasets = useDatasets()
  const { imageSize } = study.data.images
  const [edited, setEdited] = useState<RunDraft | null>(from && draftOf(from))
  const [refused, setRefused] = useState<{ readonly field: string | null; readonly message: string; readonly hint: string } | null>(null)
  const [starting, setStarting] = useState(false)

  const offered = startable(methods, study.data)
  const draft = edited ?? recommendedDraft(offered, backbones, imageSize, suggestionFor(study.data.source, pairs))
  const change = (changes: Partial<RunDraft>): void => {
    setEdited({ ...draft, ...changes })
    setRefused(null)
  }
  const method = methods.find((one) => one.id === draft.method)
  const backbone = backbones.find((one) => one.id === draft.backbone)
  const summaryOf = (role: 'source' | 'target') => datasets.domains[domainKey(study.id, role)]?.summary ?? null
  const unlabelled = labelProblem(method, summaryOf('target'))
  const own = { ...draftProblems(draft, { method, backbone }, imageSize), ...(unlabelled && { method: unlabelled }) }
  const problems = refused?.field ? { ...own, [refused.field]: `${refused.message} ${refused.hint}` } : own
  const dataReason = whyNotRun(study, datasets)
  const findings = (datasets.pairs[study.id]?.problems ?? []).filter((problem) => !problem.blocks)
  const wrong = Object.keys(own).length
  const blocked =
    !method || !backbone
      ? 'The methods are being read.'
      : (dataReason ?? (wrong > 0 ? `Mend ${wrong === 1 ? 'the field' : `${wrong} fields`} marked below first.` : null))
  const seconds = estimateSeconds(
    draft,
    imageSize,
    earlier.flatMap((run) => (results[run.id] ? [{ request: run.request, runs: results[run.id]!.runs }] : [])),
  )

  const setup = JSON.stringify({
    method: draft.method,
    backbone: draft.backbone,
    epochs: draft.epochs,
    batch: draft.batch,
    settings: draft.settings,
    seed: draft.seeds[0] ?? 0,
  })
  useEffect(() => {
    // The gates of the first architecture are about what is filled in.
    if (wrong === 0 && method && backbone) useRecipes.getState().draft(study.id, JSON.parse(setup))
  }, [setup, wrong, method, backbone, study.id])

  const start = async (
    runsOf: (request: RunRequest) => readonly { readonly name?: string; readonly request: RunRequest }[],
  ): Promise<void> => {
    if (blocked || starting || !method || !backbone) return
    setStarting(true)
    try {
      const started: string[] = []
      for (const run of runsOf(requestOf(draft, study, { method, backbone }))) {
        started.push((await useRuns.getState().start({ studyId: study.id, ...run })).id)
      }
      if (started[0] !== undefined) onStarted(started[0])
    } catch (error) {
      const { field, message, hint } = toFailure(error)
      setRefused({ field: field?.split('.').at(-1) ?? null, message, hint })
    } finally {
      setStarting(false)
    }
  }
  const train = (): Promise<void> => start((request) => [{ request }])
  const queueCurve = (): Promise<void> => start((request) => curveRuns(request))
  const generalizes = study.data.kind === 'generalization'
  const leaveOut = (): void => useView.getState().showSheet('leave-out')
  const goToData = (): void => useView.getState().goTo('data')
  const withLine = (lineOf: (request: RunRequest) => string | null): { readonly cli?: string } => {
    const cli = method && backbone && !dataReason ? lineOf(requestOf(draft, study, { method, backbone })) : null
    return cli === null ? {} : { cli }
  }
  useScreenCommands('train', [
    {
      id: 'train-start',
      label: 'Train',
      group: 'Actions',
      keys: 'Ctrl Enter',
      blocked,
      ...withLine(commandLineOf),
      run: () => void train(),
    },
    {
      id: 'train-curve',
      label: 'Queue a learning curve over labels',
      group: 'Actions',
      blocked,
      ...withLine(curveLineOf),
      run: () => void queueCurve(),
    },
    ...(study.data.preparation
      ? [
          {
            id: 'train-save-remedies',
            label: `Save remedies as ${preparationFileName}, for the command line`,
            group: 'Actions' as const,
            run: () => saveRemedies(study.data),
          },
        ]
      : []),
    ...(study.data.codes
      ? [
          {
            id: 'train-save-attributes',
            label: `Save attributes as ${attributesFileName}, for the command line`,
            group: 'Actions' as const,
            run: () => saveAttributes(study.data),
          },
        ]
      : []),
    ...(generalizes
      ? [
          {
            id: 'train-leave-out',
            label: 'Leave each domain out in turn',
            group: 'Actions' as const,
            ...withLine(leaveOutLineOf),
            run: leaveOut,
          },
        ]
      : []),
  ])

  return (
    <Screen
      title="Train"
      subtitle={from ? 'Filled in from the run before' : 'The recommended set-up is filled in'}
      actions={
        <>
          {onBack && (
            <Button variant="quiet" onClick={onBack}>
              Back to the run
            </Button>
          )}
          {generalizes && (
            <Button title="Every domain of the study is left out once and met at the end" onClick={leaveOut}>
              Leave each out…
            </Button>
          )}
          <Button
            blocked={blocked}
            title="Trains on 1, 5, 10, 50 and 100 % of the source’s labels, pretrained and from scratch; Compare draws the curve"
            onClick={() => void queueCurve()}
          >
            Queue learning curve
          </Button>
          <Button variant="primary" icon="play" blocked={blocked} onClick={() => void train()}>
            {starting ? 'Starting' : 'Train'} <Kbd keys="Ctrl Enter" />
          </Button>
        </>
      }
      notices={
        dataReason ? (
          <Notice
            tone="warn"
            message={dataReason}
            actions={
              <Button size="s" onClick={goToData}>
                Go to Data
              </Button>
            }
          />
        ) : refused && !refused.field ? (
          <Notice tone="bad" message={refused.message} hint={refused.hint} />
        ) : findings.length > 0 ? (
          <Notice
            tone="info"
            message={findings[0]!.message}
            hint={findings.length > 1 ? `${findings.length - 1} more on Data.` : findings[0]!.hint}
            actions={
              <Button size="s" onClick={goToData}>
                Show on Data
              </Button>
            }
          />
        ) : undefined
      }
    >
      <div className={styles.columns}>
        <MethodPanel
          draft={draft}
          methods={offered}
          problems={problems}
          classes={summaryOf('source')?.classNames.length ?? null}
          onChange={change}
        />
        <NetworkPanel draft={draft} backbones={backbones} method={method} imageSize={imageSize} problems={problems} onChange={change} />
        <CostPanel draft={draft} seconds={seconds} problems={problems} onChange={change} />
      </div>
    </Screen>
  )
}
