/** Images as they are over the same images shifted; under a model each with its prediction, the wrong ones crossed. */
import type { ShiftReadings } from '@shared/domain/shift-scene'
import { useSize } from '../../charts/use-size'
import { ImageCanvas } from '../../ui/image-canvas'
import styles from './before-after.module.css'

export interface BeforeAfterProps {
  readonly size: number
  /** [n, size, size, 4] uint8 RGBA; null while they are being made. */
  readonly before: Uint8Array | null
  readonly after: Uint8Array | null
  /** What a model says of them, and which image of the scene each one is. */
  readonly model?: {
    readonly readings: ShiftReadings | null
    readonly indices: readonly number[]
    readonly labels: Int32Array
    readonly classNames: readonly string[]
  }
}

const gapPx = 12

export function BeforeAfter({ size, before, after, model }: BeforeAfterProps) {
  const [ref, box] = useSize<HTMLDivElement>()
  const sidePx = 46 * (box?.scale ?? 1)
  const bytes = size * size * 4
  const fit = box ? Math.max(1, Math.floor((box.width + gapPx) / (sidePx + gapPx))) : 0
  const count = Math.min(fit, before ? before.length / bytes : 0)
  const places = Array.from({ length: count }, (_, at) => at)
  return (
    <section className={styles.panel} aria-label="Images before and after">
      <p className={styles.name}>
        Source test, <br />
        as it is
      </p>
      <div className={styles.row} ref={ref}>
        {places.map((at) => (
          <div key={at} className={styles.cell}>
            {before && (
              <ImageCanvas pixels={before.subarray(at * bytes, (at + 1) * bytes)} side={size} label={`Image ${at + 1} as it is`} />
            )}
          </div>
        ))}
      </div>
      <p className={styles.name}>
        Shifted{model && ', with'} <br />
        {model && 'prediction'}
      </p>
      <div className={styles.row}>
        {places.map((at) => (
          <div key={at} className={styles.cell}>
            {after && <ImageCanvas pixels={after.subarray(at * bytes, (at + 1) * bytes)} side={size} label={`Image ${at + 1} shifted`} />}
            {model?.readings && <Prediction {...model} readings={model.readings} at={at} />}
          </div>
        ))}
      </div>
    </section>
  )
}

type PredictionProps = NonNullable<BeforeAfterProps['model']> & { readonly readings: ShiftReadings; readonly at: number }

function Prediction({ readings, indices, labels, classNames, at }: PredictionProps) {
  const index = indices[at] as number
  const predicted = readings.prediction[index] as number
  const label = labels[index] as number
  const wrong = label >= 0 && predicted !== label
  const name = classNames[predicted] ?? String(predicted)
  const sure = Math.round(100 * (readings.confidence[index] as number))
  return (
    <em className={styles.prediction} data-wrong={wrong || undefined} title={`${wrong ? 'Wrong: ' : ''}${name}, ${sure} % sure`}>
      {wrong && '✕ '}
      {name}
    </em>
  )
}
