/** The log of a run in sentences, newest first. */
import type { LogLine, RunRecord } from '@shared/domain/run'
import { useMethodLabel } from '../../stores/catalogue'
import { Chip } from '../../ui/chip'
import { Icon, type IconName } from '../../ui/icon'
import { Panel } from '../../ui/panel'
import styles from './what-happened.module.css'

export interface WhatHappenedProps {
  readonly run: RunRecord
  readonly lines: readonly LogLine[]
  /** Whether target labels were read for the report. */
  readonly reported: boolean
}

const icons: Readonly<Record<LogLine['level'], IconName>> = { good: 'check', info: 'info', warn: 'warn', bad: 'alert' }
const SHOWN = 200

export function WhatHappened({ run, lines, reported }: WhatHappenedProps) {
  const labelOf = useMethodLabel()
  const nameOf = (trialId: string | null): string => {
    const trial = run.trials.find((one) => one.id === trialId)
    return trial ? `${labelOf(trial.method)} ${trial.seed}` : ''
  }
  const shown = lines.slice(-SHOWN).reverse()
  return (
    <Panel
      title="What happened"
      scroll
      actions={
        reported ? (
          <Chip tone="warn" icon="unlock">
            Labels read for the report
          </Chip>
        ) : (
          <Chip tone="sealed" icon="lock">
            Labels not read
          </Chip>
        )
      }
    >
      {shown.length === 0 ? (
        <p className={styles.empty}>What the run does will be told here.</p>
      ) : (
        <div className={styles.box}>
          <ol className={styles.log}>
            {shown.map((line) => (
              <li key={`${line.time} ${line.trialId} ${line.text}`}>
                <time dateTime={line.time}>
                  {line.epoch === null ? '' : line.epoch === 0 ? 'start' : `epoch ${Number(line.epoch.toFixed(1))}`}
                </time>
                <Icon name={icons[line.level]} tone={line.level === 'info' ? 'muted' : line.level} />
                <span title={nameOf(line.trialId)}>{line.text}</span>
                <small>{nameOf(line.trialId)}</small>
              </li>
            ))}
          </ol>
        </div>
      )}
    </Panel>
  )
}
