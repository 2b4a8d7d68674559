/** What is done next: the way, its settings, the sparsity as a slider that shows its cost while it moves, and the work itself. */
import type { ReductionInfo, ReductionWay } from '@shared/domain/reduction'
import { SchemaForm } from '../../forms/schema-form'
import type { ParamValues } from '../../forms/validate-fields'
import type { ReductionJob } from '../../stores/reductions'
import { Button } from '../../ui/button'
import { formatTimeLeft } from '../../ui/format'
import { Panel } from '../../ui/panel'
import { ProgressBar } from '../../ui/progress-bar'
import { Segmented } from '../../ui/segmented'
import { wayWords } from './chain'
import styles from './way-panel.module.css'

export interface WayPanelProps {
  readonly ways: readonly ReductionInfo[]
  readonly way: ReductionWay
  readonly values: ParamValues
  readonly onWay: (way: ReductionWay) => void
  readonly onChange: (values: ParamValues) => void
  readonly job: ReductionJob | null
  /** Of the model that is chosen: "the trained model". */
  readonly from: string
  readonly primary: boolean
  /** Why the step cannot be taken. */
  readonly blocked: string | null
  readonly onReduce: () => void
  readonly onStop: () => void
}

/** Of the schema in `ways/prune.ts`, for before the registry is there. */
const usualSparsity = 0.8

export function WayPanel({ ways, way, values, onWay, onChange, job, from, primary, blocked, onReduce, onStop }: WayPanelProps) {
  const info = ways.find((one) => one.id === way)
  const sparsity = typeof values.sparsity === 'number' ? values.sparsity : usualSparsity
  return (
    <Panel title="Next step" subtitle={`from ${from}`} scroll>
      <div className={styles.panel}>
        <Segmented label="Way to reduce" options={ways.map(({ id, label }) => ({ value: id, label }))} value={way} onChange={onWay} />
        {info && <p className={styles.words}>{info.summary}</p>}
        {way === 'prune' && (
          <label className={styles.slider}>
            <span>
              Part that goes <b>{Math.round(100 * sparsity)} %</b>
            </span>
            <input
              type="range"
              min={0}
              max={0.99}
              step={0.01}
              value={sparsity}
              disabled={job !== null}
              aria-label="Part that goes"
              aria-valuetext={`${Math.round(100 * sparsity)} %`}
              onChange={(event) => onChange({ ...values, sparsity: Number(event.target.value) })}
            />
          </label>
        )}
        {info && <SchemaForm schema={info.params} values={values} onChange={onChange} omit={['sparsity']} disabled={job !== null} />}
      </div>
      <div className={styles.foot}>
        {job ? (
          <>
            <p className={styles.progress} role="status">
              {progressWords(job)}
            </p>
            <ProgressBar value={job.progress?.share ?? null} label="Reduction" />
            <Button icon="stop" onClick={onStop}>
              Stop, keep nothing
            </Button>
          </>
        ) : (
          <Button variant={primary ? 'primary' : 'plain'} icon="play" blocked={blocked} onClick={onReduce}>
            {wayWords[way].verb} {from}
          </Button>
        )}
      </div>
    </Panel>
  )
}

function progressWords({ progress, points, way }: ReductionJob): string {
  const last = points.at(-1)
  const share = progress && progress.share > 0 ? `${Math.floor(100 * progress.share)} %` : 'preparing'
  const left = progress?.secondsLeft == null ? 'estimating' : `${formatTimeLeft(progress.secondsLeft)} left`
  return `${wayWords[way].verb}: ${share}, ${left}${last ? `; ${last.label}` : ''}`
}
