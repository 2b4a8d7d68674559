/** Evidence behind the gates of evaluation: curves with their diagnosis, kinds of errors with their pictures, and calibration. */
import type { CurveBands, ErrorReport, JudgedCurve, ReliabilityBin } from '@shared/domain/recipe'
import { CurvePattern } from '@shared/domain/training-curve'
import { useMemo } from 'react'
import { Toasts } from '../../app/toasts'
import { LineChart } from '../../charts/line/line-chart'
import { useMethodLabel } from '../../stores/catalogue'
import { useRecipes } from '../../stores/recipe'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { EmptyState } from '../../ui/empty-state'
import { Gallery } from '../data/gallery'
import styles from './evidence.module.css'
import { SparkLine } from './spark-line'
import { takeRemedy } from './take-remedy'
import { type OpenRecipe, useOpenRecipe } from './use-recipe'

export function EvaluationSheet() {
  const open = useOpenRecipe()
  const showSheet = useView((state) => state.showSheet)
  const report = useRecipes(({ looks }) => (open ? looks[open.study.id]?.report : null)) ?? null
  return (
    <Dialog
      title="Evaluation"
      subtitle={open?.run ? open.run.name : 'no run yet'}
      shape="wide"
      onClose={() => showSheet(null)}
      floating={<Toasts />}
    >
      {open && report && report.curves.length > 0 ? (
        <div className={styles.evidence}>
          {report.bands && <Bands bands={report.bands} />}
          {report.curves.map((judged) => (
            <Curve key={judged.trialId} judged={judged} open={open} />
          ))}
          {report.errors && <Errors errors={report.errors} open={open} />}
        </div>
      ) : (
        <EmptyState
          title="Curves will be judged here"
          text="After two epochs of a run: what they show, how certain that is, and what to do next. After its end the errors and the calibration."
        />
      )}
    </Dialog>
  )
}

/** Both sides over all seeds. */
function Bands({ bands: { seeds, epochs, guess, trained, heldOut } }: { readonly bands: CurveBands }) {
  const chart = useMemo(() => {
    const top = 1.2 * Math.max(guess, ...epochs.map((_, at) => Math.min(heldOut.mean[at] ?? 0, 2 * guess)))
    const side = (id: string, label: string, band: CurveBands['trained'], tone: 'focus' | 'muted') => ({
      id,
      label,
      x: epochs,
      // A loss that ran away for a while is cut at the top of the scale.
      y: band.mean.map((value) => Math.min(top, value)),
      ...(seeds > 1 ? { low: band.low.map((value) => Math.max(0, value)), high: band.high.map((value) => Math.min(top, value)) } : {}),
      tone,
      format: (value: number) => value.toFixed(2),
    })
    return {
      x: { domain: [0, epochs.at(-1) ?? 1] as const, name: 'epochs', whole: true },
      y: { domain: [0, top] as const, ticks: [0, guess / 2, guess], format: (tick: number) => tick.toFixed(1) },
      series: [side('trained', 'Trained', trained, 'muted'), side('held-out', 'Held out', heldOut, 'focus')],
      references: [{ value: guess, label: 'guessing' }],
    }
  }, [seeds, epochs, guess, trained, heldOut])
  return (
    <section className={styles.whole}>
      <h3>
        Loss on both sides of the split{' '}
        <small className={styles.seeds}>{seeds === 1 ? '1 seed' : `mean over ${seeds} seeds, 95 % interval`}</small>
      </h3>
      <div className={styles.chart}>
        <LineChart title="Loss on both sides of the split" {...chart} />
      </div>
    </section>
  )
}

function Curve({ judged, open }: { readonly judged: JudgedCurve; readonly open: OpenRecipe }) {
  const labelOf = useMethodLabel()
  const { curve, diagnosis, method, seed } = judged
  const guess = Math.log(curve.classes)
  return (
    <section>
      <h3>
        {labelOf(method)} seed {seed}: {diagnosis.pattern.replaceAll('-', ' ')}, {(100 * diagnosis.certainty).toFixed(0)} % certain
      </h3>
      <SparkLine
        label={`Loss over ${curve.epochs} epochs: trained and held-out images`}
        series={[
          { label: 'trained', points: curve.loss.map(({ epoch, value }) => [epoch, value] as const), tone: 'quiet' },
          { label: 'held out', points: curve.checkpoints.map(({ epoch, heldOutLoss }) => [epoch, heldOutLoss] as const), tone: 'focus' },
        ]}
        top={1.3 * guess}
      />
      <span className={styles.legend}>
        <span>loss on trained images</span>
        <b>on held-out images</b>
        <span>top: 1.3 × guessing</span>
      </span>
      <p>
        {diagnosis.evidence} {diagnosis.advice}
      </p>
      <div className={styles.shares}>
        {CurvePattern.options.map((pattern) => (
          <Share key={pattern} name={pattern.replaceAll('-', ' ')} value={diagnosis.shares[pattern]} best={pattern === diagnosis.pattern} />
        ))}
      </div>
      {diagnosis.action && (
        <Button
          size="s"
          variant="primary"
          onClick={() => {
            useView.getState().showSheet(null)
            takeRemedy({ label: diagnosis.action!.label, does: { kind: 'prepare', change: diagnosis.action!.change } }, open)
          }}
        >
          {diagnosis.action.label}
        </Button>
      )}
    </section>
  )
}

function Share({ name, value, best }: { readonly name: string; readonly value: number; readonly best: boolean }) {
  return (
    <>
      <span>{name}</span>
      <i data-best={best || undefined} style={{ width: `${Math.max(1, 100 * value)}%` }} />
      <span>{(100 * value).toFixed(0)} %</span>
    </>
  )
}

function Errors({ errors, open }: { readonly errors: ErrorReport; readonly open: OpenRecipe }) {
  return (
    <>
      <section>
        <h3>
          {errors.errors} errors in {errors.images} held-out source images
        </h3>
        {errors.attributes.length > 0 && (
          <p>Beside what is recognised of their classes they are: {errors.attributes.map(inWords).join(', ')}.</p>
        )}
        <ul className={styles.clusters}>
          {errors.clusters.slice(0, 5).map((cluster) => (
            <li key={`${cluster.truth} ${cluster.predicted}`}>
              <b>
                '{cluster.truth}' taken for '{cluster.predicted}'
              </b>{' '}
              <small>
                {cluster.count} images, {cluster.ofClassPct.toFixed(0)} % of the class
                {cluster.attributes.length > 0 ? `; ${cluster.attributes.map(inWords).join(', ')}` : ''}
              </small>
              <Pictures indices={cluster.indices} open={open} />
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>Calibration: {errors.ecePct.toFixed(1)} % off</h3>
        <Reliability bins={errors.reliability} />
        <p>Each bar is the accuracy of the images that the model was about that sure of. On the dotted line confidence can be believed.</p>
      </section>
    </>
  )
}

function Pictures({ indices, open }: { readonly indices: readonly number[]; readonly open: OpenRecipe }) {
  const items = useMemo(() => indices.slice(0, 8).map((index) => ({ images: [{ role: 'source' as const, index }], note: '' })), [indices])
  return <Gallery study={open.study} items={items} />
}

const inWords = ({ attribute, effect }: { readonly attribute: string; readonly effect: number }): string =>
  `${attribute} by ${Math.abs(effect).toFixed(1)} σ`

const side = 120

function Reliability({ bins }: { readonly bins: readonly ReliabilityBin[] }) {
  const at = (pct: number): number => (pct / 100) * side
  return (
    <svg
      className={styles.reliability}
      viewBox={`-18 -6 ${side + 26} ${side + 24}`}
      role="img"
      aria-label={bins
        .map(({ confidencePct, accuracyPct }) => `${confidencePct.toFixed(0)} % sure, ${accuracyPct.toFixed(0)} % right`)
        .join('; ')}
    >
      {bins.map(({ confidencePct, accuracyPct, count }) => (
        <rect key={confidencePct} x={at(confidencePct) - 3} width={6} y={side - at(accuracyPct)} height={at(accuracyPct)}>
          <title>{`${count} images: ${confidencePct.toFixed(0)} % sure, ${accuracyPct.toFixed(0)} % right`}</title>
        </rect>
      ))}
      <line className={styles.ideal} x1={0} y1={side} x2={side} y2={0} />
      <text x={-4} y={4} textAnchor="end">
        100
      </text>
      <text x={-4} y={side} textAnchor="end">
        0
      </text>
      <text x={side} y={side + 12} textAnchor="end">
        confidence %
      </text>
    </svg>
  )
}
