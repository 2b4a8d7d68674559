/** Channel statistics of both sides on one axis, and how the images are cut: size and split. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { attempt } from '../../app/attempt'
import { useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { Panel } from '../../ui/panel'
import { ChannelChart } from './channel-chart'
import { CommittedNumber } from './committed-number'
import styles from './statistics-panel.module.css'

export interface StatisticsPanelProps {
  readonly study: Study
  readonly source: DomainSummary | null
  readonly target: DomainSummary | null
  readonly className?: string | undefined
}

export function StatisticsPanel({ study, source, target, className }: StatisticsPanelProps) {
  return (
    <Panel title="How far apart are they?" subtitle="channel means ± standard deviation" className={className}>
      <ChannelChart source={source} target={target} />
      <SplitBar study={study} images={(source?.images ?? 0) + (target?.images ?? 0)} />
    </Panel>
  )
}

function SplitBar({ study, images }: { readonly study: Study; readonly images: number }) {
  const { testFraction, images: settings } = study.data
  const change = (changes: Partial<Study['data']>, words: string): void =>
    attempt(async () => {
      const before = await useStudies.getState().changeData(study.id, changes)
      useView.getState().offerUndo(words, async () => {
        await useStudies.getState().changeData(study.id, before)
      })
    })
  const testPct = Math.round(testFraction * 100)
  return (
    <div className={styles.cut}>
      <div className={styles.split} role="img" aria-label={`Train ${100 - testPct} %, test ${testPct} %`}>
        <span style={{ flexGrow: 100 - testPct }}>Train {100 - testPct} %</span>
        <span
          style={{ flexGrow: testPct }}
          title={images > 0 ? `about ${Math.round(images * testFraction)} images of both sides` : undefined}
        >
          Test {testPct} %
        </span>
      </div>
      <CommittedNumber
        key={`test-${testPct}`}
        label="Test part"
        unit="%"
        value={testPct}
        min={5}
        max={50}
        onCommit={(value) => change({ testFraction: value / 100 }, `Test part set to ${value} %.`)}
      />
      <CommittedNumber
        key={`size-${settings.imageSize}`}
        label="Image size"
        unit="px"
        value={settings.imageSize}
        min={8}
        max={512}
        onCommit={(value) => change({ images: { imageSize: value } }, `Image size set to ${value} px.`)}
      />
    </div>
  )
}
