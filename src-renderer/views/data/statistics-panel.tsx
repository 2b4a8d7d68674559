/** Pixel statistics of both sides on shared axes, and how the images are cut: size and split. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { DomainProfile } from '@shared/domain/inspection'
import { plainSplit, SplitSettings } from '@shared/domain/split'
import type { Study } from '@shared/domain/study'
import { useState } from 'react'
import { selectLook, useInspections } from '../../stores/inspections'
import { formatCount } from '../../ui/format'
import { Panel } from '../../ui/panel'
import { Segmented } from '../../ui/segmented'
import select from '../../ui/select.module.css'
import { ChannelChart } from './channel-chart'
import { CommittedNumber } from './committed-number'
import { DistributionCharts } from './distribution-chart'
import styles from './statistics-panel.module.css'
import { changeStudy } from './study-changes'

export interface StatisticsPanelProps {
  readonly study: Study
  readonly source: DomainSummary | null
  readonly target: DomainSummary | null
  readonly className?: string | undefined
}

type View = 'images' | 'channels'

export function StatisticsPanel({ study, source, target, className }: StatisticsPanelProps) {
  const [view, setView] = useState<View>('images')
  const profiles = useInspections(selectLook(study.id))?.inspection?.profiles ?? []
  const distributed = view === 'images' && profiles.length > 0
  return (
    <Panel
      title="How far apart are they?"
      subtitle={distributed ? 'images by their statistics: source solid, target dashed' : 'channel means ± standard deviation'}
      className={className}
      actions={
        profiles.length > 0 && (
          <Segmented
            label="What is compared"
            value={view}
            options={[
              { value: 'images', label: 'Images' },
              { value: 'channels', label: 'Channels' },
            ]}
            onChange={setView}
          />
        )
      }
    >
      {distributed ? <DistributionCharts profiles={profiles} /> : <ChannelChart source={source} target={target} />}
      <SplitBar study={study} profiles={profiles} ownSplit={[source, target].some((side) => side?.ownSplit)} />
    </Panel>
  )
}

/** What marks the images that must not be parted. */
const groupWords: Readonly<Record<SplitSettings['groupBy'], string>> = {
  none: 'None',
  subfolder: 'By subfolder',
  name: 'By file name',
}

interface SplitBarProps {
  readonly study: Study
  readonly profiles: readonly DomainProfile[]
  readonly ownSplit: boolean
}

function SplitBar({ study, profiles, ownSplit }: SplitBarProps) {
  const { testFraction, images: settings, splits = plainSplit } = study.data
  const testPct = Math.round(testFraction * 100)
  const validationPct = Math.round(splits.validationFraction * 100)
  const parts = [
    { name: 'Train', key: 'train', pct: 100 - testPct - validationPct },
    { name: 'Valid.', key: 'validation', pct: validationPct },
    { name: 'Test', key: 'test', pct: testPct },
  ] as const
  const counted = (key: 'train' | 'validation' | 'test'): string =>
    profiles.map(({ role, split }) => `${role} ${formatCount(split[key])}`).join(', ')
  return (
    <div className={styles.cut}>
      <div
        className={styles.split}
        role="img"
        aria-label={parts.map(({ name, key, pct }) => `${name} ${pct} % (${counted(key)})`).join('; ')}
      >
        {parts
          .filter(({ pct }) => pct > 0)
          .map(({ name, key, pct }) => (
            <span key={key} style={{ flexGrow: pct }} title={counted(key)}>
              {ownSplit ? `${name}, yours` : `${name} ${pct} %`}
            </span>
          ))}
      </div>
      <CommittedNumber
        key={`validation-${validationPct}`}
        label="Validation"
        unit="%"
        value={validationPct}
        min={0}
        max={40}
        onCommit={(value) =>
          changeStudy(study, { splits: { ...splits, validationFraction: value / 100 } }, `Validation part set to ${value} %.`)
        }
      />
      <CommittedNumber
        key={`test-${testPct}`}
        label="Test"
        unit="%"
        value={testPct}
        min={5}
        max={50}
        onCommit={(value) => changeStudy(study, { testFraction: value / 100 }, `Test part set to ${value} %.`)}
      />
      <label className={styles.group}>
        Groups
        <select
          className={select.inRow}
          title="Images that belong together, such as those of one patient or scene, stay on one side"
          value={splits.groupBy}
          onChange={(event) => {
            const groupBy = SplitSettings.shape.groupBy.parse(event.target.value)
            changeStudy(study, { splits: { ...splits, groupBy } }, `${groupWords[groupBy]}: recorded in the study.`)
          }}
        >
          {Object.entries(groupWords).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <CommittedNumber
        key={`size-${settings.imageSize}`}
        label="Image size"
        unit="px"
        value={settings.imageSize}
        min={8}
        max={512}
        onCommit={(value) => changeStudy(study, { images: { imageSize: value } }, `Image size set to ${value} px.`)}
      />
    </div>
  )
}
