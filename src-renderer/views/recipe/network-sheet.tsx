/** Evidence behind the gates of the first architecture: one batch learnt by heart, why not, and every layer's values. */
import type { FitTest, LayerHistogram, NetworkChecks } from '@shared/domain/recipe'
import { Toasts } from '../../app/toasts'
import { useRecipes } from '../../stores/recipe'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { EmptyState } from '../../ui/empty-state'
import { Icon, type IconName } from '../../ui/icon'
import styles from './evidence.module.css'
import { SparkLine } from './spark-line'
import { takeRemedy } from './take-remedy'
import { type OpenRecipe, useOpenRecipe } from './use-recipe'

export function NetworkSheet() {
  const open = useOpenRecipe()
  const showSheet = useView((state) => state.showSheet)
  const report = useRecipes(({ looks }) => (open ? looks[open.study.id]?.report : null)) ?? null
  const checks = report?.checks ?? null
  return (
    <Dialog
      title="First architecture"
      subtitle={checks ? `measured in ${checks.seconds.toFixed(1)} s on the source alone` : 'not measured yet'}
      shape="wide"
      onClose={() => showSheet(null)}
      floating={<Toasts />}
    >
      {open && checks ? (
        <Evidence checks={checks} why={report?.proposal?.why ?? ''} open={open} />
      ) : (
        <EmptyState
          title="The network has not been measured"
          text="A few short trainings with fresh networks: initial loss, one batch learnt by heart, images against a constant one, layer by layer. It takes seconds."
        />
      )}
    </Dialog>
  )
}

function Evidence({ checks, why, open }: { readonly checks: NetworkChecks; readonly why: string; readonly open: OpenRecipe }) {
  const { fit, baseline, capacity, initialLoss, layers } = checks
  return (
    <div className={styles.evidence}>
      <section>
        <h3>One batch, learnt by heart</h3>
        <SparkLine
          label={`Loss of ${fit.images} images over ${fit.losses.length - 1} steps, from ${fit.losses[0]?.toFixed(2)} to ${fit.losses.at(-1)?.toFixed(3)}`}
          series={[{ label: 'loss', points: fit.losses.map((loss, step) => [step, loss] as const), tone: 'focus' }]}
          top={Math.max(1.2 * initialLoss.expected, fit.losses[0] ?? 0)}
        />
        <p>
          {fit.solvedAt === null
            ? `Not learnt in ${fit.losses.length - 1} steps: ${fit.accuracyPct.toFixed(0)} % of ${fit.images} images right, loss ${fit.losses.at(-1)?.toFixed(2)}.`
            : `All ${fit.images} images right after ${fit.solvedAt} steps, at a loss of ${fit.losses.at(-1)?.toFixed(3)}.`}
        </p>
        {fit.tests.length > 0 && (
          <ol className={styles.tree}>
            {fit.tests.map((test) => (
              <TreeTest key={test.id} test={test} />
            ))}
          </ol>
        )}
        {fit.remedy && (
          <Button
            size="s"
            variant="primary"
            onClick={() => {
              useView.getState().showSheet(null)
              takeRemedy(fit.remedy!, open)
            }}
          >
            {fit.remedy.label}
          </Button>
        )}
      </section>
      <section>
        <h3>What the network begins with</h3>
        <dl className={styles.figures}>
          <dt>Initial loss</dt>
          <dd>
            {initialLoss.measured.toFixed(2)} <small>expected {initialLoss.expected.toFixed(2)} = −ln(1/C)</small>
          </dd>
          <dt>After {baseline.steps} steps on images</dt>
          <dd>
            {baseline.images.toFixed(2)} <small>on a constant image {baseline.constant.toFixed(2)}</small>
          </dd>
          {capacity.map(({ network, parameters, loss }) => (
            <div key={network} className={styles.pair}>
              <dt>{network}</dt>
              <dd>
                {loss.toFixed(2)} <small>{parameters.toLocaleString('en-US')} parameters</small>
              </dd>
            </div>
          ))}
        </dl>
        <p>{why}</p>
      </section>
      <section className={styles.whole}>
        <h3>Layers of the fresh network</h3>
        <div className={styles.layers}>
          {layers.map((layer) => (
            <Layer key={`${layer.of} ${layer.layer}`} layer={layer} />
          ))}
        </div>
      </section>
    </div>
  )
}

const outcomes: Readonly<
  Record<FitTest['outcome'], { readonly icon: IconName; readonly tone: 'bad' | 'good' | 'muted'; readonly word: string }>
> = {
  cause: { icon: 'alert', tone: 'bad', word: 'the cause' },
  clear: { icon: 'check', tone: 'good', word: 'not the cause' },
  skipped: { icon: 'wait', tone: 'muted', word: 'not needed' },
}

function TreeTest({ test: { title, outcome, evidence } }: { readonly test: FitTest }) {
  const { icon, tone, word } = outcomes[outcome]
  return (
    <li data-outcome={outcome}>
      <Icon name={icon} tone={tone} label={word} />
      <b>{title}</b>
      <span>{evidence}</span>
    </li>
  )
}

function Layer({ layer }: { readonly layer: LayerHistogram }) {
  const most = Math.max(...layer.shares, 1e-9)
  const dead = layer.deadPct !== null && layer.deadPct > 0 ? `, ${layer.deadPct.toFixed(0)} % dead` : ''
  return (
    <figure className={styles.layer} data-of={layer.of} data-dead={(layer.deadPct ?? 0) >= 50 || undefined}>
      <svg
        viewBox={`0 0 ${layer.shares.length} 20`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${layer.of} of ${layer.layer}: ${layer.mean.toPrecision(2)} ± ${layer.deviation.toPrecision(2)}${dead}`}
      >
        {layer.shares.map((share, bin) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bins have no other name
          <rect key={bin} x={bin + 0.08} width={0.84} y={20 - (19 * share) / most} height={(19 * share) / most} />
        ))}
      </svg>
      <figcaption>
        <b title={layer.layer}>{layer.layer}</b>
        <small>
          {layer.of === 'gradients' ? 'gradient ' : ''}
          {layer.mean.toPrecision(2)} ± {layer.deviation.toPrecision(2)}
          {dead}
        </small>
      </figcaption>
    </figure>
  )
}
