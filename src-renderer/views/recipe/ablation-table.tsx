/** The variants of an ablation: held-out source accuracy, what each gains over what it is compared with, and its interval. */
import type { Campaign, Variant } from '@shared/domain/campaign'
import { signedFigure } from '@shared/domain/signed-figure'
import { scaleLinear } from 'd3'
import { Icon, type IconName } from '../../ui/icon'
import styles from './campaign.module.css'

const width = 180

export function AblationTable({ campaign: { variants, objective } }: { readonly campaign: Campaign }) {
  const gains = variants.flatMap(({ outcome }) =>
    outcome?.gain ? [Math.abs(outcome.gain.mean) + Math.min(outcome.gain.halfWidth ?? 0, 20)] : [],
  )
  const most = Math.max(1, ...gains)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>Variant</th>
          <th data-number>Held-out source %</th>
          <th>
            Gain in points <small>95 % interval, paired by seed</small>
          </th>
          <th data-number>{objective}</th>
          <th data-number>Seconds</th>
        </tr>
      </thead>
      <tbody>
        {variants.map((variant) => (
          <tr key={variant.id}>
            <td>
              {variant.label}{' '}
              <small>
                <State variant={variant} />
              </small>
            </td>
            <td data-number>{variant.outcome ? withHalf(variant.outcome.sourcePct, 1) : ''}</td>
            <td className={styles.gain}>
              {variant.outcome?.gain ? (
                <Gain gain={variant.outcome.gain} most={most} />
              ) : (
                <small>{variant.status === 'unfit' || variant.status === 'failed' ? variant.note : ''}</small>
              )}
            </td>
            <td data-number>{variant.outcome ? withHalf(variant.outcome.objective, 3) : ''}</td>
            <td data-number>{variant.outcome ? Math.round(variant.outcome.seconds) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type Interval = NonNullable<NonNullable<Variant['outcome']>['gain']>

function Gain({ gain, most }: { readonly gain: Interval; readonly most: number }) {
  const { mean, halfWidth } = gain
  const x = scaleLinear([-most, most], [6, width - 64]).clamp(true)
  const sure = halfWidth !== null && Math.abs(mean) > halfWidth ? (mean > 0 ? 'up' : 'down') : undefined
  const words = signedFigure(gain)
  return (
    <svg viewBox={`0 0 ${width} 22`} role="img" aria-label={`${words} points`}>
      <line className={styles.zero} x1={x(0)} x2={x(0)} y1={2} y2={20} />
      <g data-sure={sure}>
        {halfWidth !== null && <line className={styles.interval} x1={x(mean - halfWidth)} x2={x(mean + halfWidth)} y1={11} y2={11} />}
        <circle cx={x(mean)} cy={11} r={4} />
      </g>
      <text x={width} y={15} textAnchor="end" fontSize={11} fill="var(--ink-2)">
        {words}
      </text>
    </svg>
  )
}

const states: Readonly<Record<Variant['status'], { readonly icon: IconName; readonly word: string } | null>> = {
  waits: { icon: 'wait', word: 'waits' },
  running: { icon: 'play', word: 'trains' },
  done: null,
  failed: { icon: 'alert', word: 'failed' },
  dropped: { icon: 'abstain', word: 'dropped' },
  unfit: { icon: 'abstain', word: 'not here' },
}

function State({ variant }: { readonly variant: Variant }) {
  const state = states[variant.status]
  return state ? (
    <>
      <Icon name={state.icon} tone={variant.status === 'failed' ? 'bad' : 'muted'} /> {state.word}
    </>
  ) : null
}

const withHalf = ({ mean, halfWidth }: Interval, digits: number): string =>
  `${inFigures(mean, digits)}${halfWidth === null ? '' : ` ± ${halfWidth.toFixed(digits)}`}`

/** With a real minus. */
const inFigures = (value: number, digits: number): string => value.toFixed(digits).replace('-', '−')
