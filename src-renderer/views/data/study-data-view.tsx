/** Two domains, looked at before anything is trained. */
import { inspectLineOf } from '@shared/domain/command-line'
import { type Study, StudyKind } from '@shared/domain/study'
import { useEffect, useState } from 'react'
import { choosePair } from '../../app/actions'
import { attempt } from '../../app/attempt'
import { useCatalogue } from '../../stores/catalogue'
import { useScreenCommands } from '../../stores/commands'
import { selectDomain, useDatasets, whyNotRun } from '../../stores/datasets'
import { useInspections } from '../../stores/inspections'
import { selectStudy, useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { EmptyState } from '../../ui/empty-state'
import { Screen } from '../../ui/screen'
import { Segmented } from '../../ui/segmented'
import select from '../../ui/select.module.css'
import { ClassesPanel } from './classes-panel'
import { CodesDialog } from './codes-dialog'
import { DomainCard } from './domain-card'
import { FindingsPanel } from './findings-panel'
import { HeldOutDialog } from './held-out-dialog'
import { StatisticsPanel } from './statistics-panel'
import styles from './study-data-view.module.css'
import { kindWords } from './study-kinds'

export function StudyDataView() {
  const study = useStudies(selectStudy(useView((state) => state.studyId)))
  const listed = useStudies((state) => state.listed)
  const closeStudy = useView((state) => state.closeStudy)
  if (study) return <DataScreen study={study} />
  return listed ? (
    <EmptyState
      title="This study is no longer there"
      text="It may have been deleted."
      actions={<Button onClick={closeStudy}>Go to Start</Button>}
    />
  ) : null
}

function DataScreen({ study }: { readonly study: Study }) {
  const goTo = useView((state) => state.goTo)
  const pairs = useCatalogue((state) => state.pairs)
  const source = useDatasets(selectDomain(study.id, 'source'))
  const target = useDatasets(selectDomain(study.id, 'target'))
  const reason = useDatasets((state) => whyNotRun(study, state))
  const { data } = study
  const { kind = 'adaptation' } = data
  const [showsCodes, setShowsCodes] = useState(false)
  const [divides, setDivides] = useState(false)
  const ofNewClasses = kind === 'few-shot' || kind === 'zero-shot'
  const ask = (next: StudyKind): void => attempt(() => useStudies.getState().changeData(study.id, { kind: next }))
  const ready = source?.status === 'ready' && target?.status === 'ready'
  useEffect(() => {
    if (ready) attempt(() => useInspections.getState().look(study))
  }, [ready, study])

  useScreenCommands('data', [
    { id: 'data-continue', label: 'Continue to Train', group: 'Actions', keys: 'Ctrl Enter', blocked: reason, run: () => goTo('train') },
    ...(ofNewClasses
      ? [
          {
            id: 'data-divide',
            label: 'Divide one folder into seen and unseen classes',
            group: 'Actions' as const,
            cli: 'npm run -s lab -- run --data DIR --unseen CLASS CLASS --method prototypical --out run',
            run: () => setDivides(true),
          },
        ]
      : []),
    ...pairs.map((pair) => ({
      id: `data-pair-${pair.id}`,
      label: `Use ${pair.label}`,
      group: 'Actions' as const,
      run: () => choosePair(study.id, pair.id),
    })),
    ...(['source', 'target'] as const).flatMap((role) => {
      const side = data[role]
      return side?.kind === 'folder'
        ? [
            {
              id: `data-inspect-${role}`,
              label: `Inspect the ${role} folder`,
              group: 'Actions' as const,
              cli: inspectLineOf(side, data.images.imageSize),
              run: () => goTo('data'),
            },
          ]
        : []
    }),
  ])

  return (
    <Screen
      title="Data"
      subtitle={kindWords[kind].asks}
      actions={
        <>
          <Segmented
            label="Kind of study"
            value={kind}
            options={StudyKind.options.map((value) => ({ value, label: kindWords[value].label, title: kindWords[value].asks }))}
            onChange={ask}
          />
          {kind === 'zero-shot' && <Button onClick={() => setShowsCodes(true)}>Attributes…</Button>}
          {study.demo && data.source?.kind === 'built-in' && <Chip tone="dashed">Demo data</Chip>}
          {(!data.source || !data.target) && (
            <select
              className={select.inRow}
              aria-label="Use built-in data"
              value=""
              onChange={(event) => choosePair(study.id, event.target.value)}
            >
              <option value="" disabled>
                Use built-in data…
              </option>
              {pairs.map((pair) => (
                <option key={pair.id} value={pair.id} title={pair.description}>
                  {pair.label}
                </option>
              ))}
            </select>
          )}
          <Button variant="primary" blocked={reason} title="Ctrl Enter" onClick={() => goTo('train')}>
            Continue to Train
          </Button>
        </>
      }
    >
      {divides && <HeldOutDialog study={study} onClose={() => setDivides(false)} />}
      {showsCodes && (
        <CodesDialog
          study={study}
          classNames={[...new Set([...(source?.summary?.classNames ?? []), ...(target?.summary?.classNames ?? [])])]}
          onClose={() => setShowsCodes(false)}
        />
      )}
      <div className={styles.grid}>
        <div className={styles.domains}>
          <DomainCard study={study} domain="source" onDivide={ofNewClasses ? () => setDivides(true) : undefined} />
          <DomainCard study={study} domain="target" />
        </div>
        <ClassesPanel study={study} source={source} target={target?.summary ?? null} className={styles.classes} />
        <FindingsPanel study={study} source={source} target={target} className={styles.findings} />
        <StatisticsPanel study={study} source={source?.summary ?? null} target={target?.summary ?? null} className={styles.statistics} />
      </div>
    </Screen>
  )
}
