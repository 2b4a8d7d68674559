/** Refine: the range test of the learning rate, schedules drawn, and the search of hyper-parameters without target labels. */
import type { Campaign, SearchPlan } from '@shared/domain/campaign'
import type { RateTest } from '@shared/domain/rate-test'
import { useEffect, useMemo, useRef, useState } from 'react'
import { attempt } from '../../app/attempt'
import { Toasts } from '../../app/toasts'
import { LineChart } from '../../charts/line/line-chart'
import { campaignsOf, useCampaigns } from '../../stores/campaigns'
import { useRecipes } from '../../stores/recipe'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { EmptyState } from '../../ui/empty-state'
import { ProgressBar } from '../../ui/progress-bar'
import { Segmented } from '../../ui/segmented'
import styles from './campaign.module.css'
import { CampaignControls, CampaignStatus } from './campaign-controls'
import { Conclusion } from './conclusion'
import { ParallelCoordinates } from './parallel-coordinates'
import { scheduleSeries } from './schedule-pictures'
import { SparkLine } from './spark-line'
import { takeRemedy } from './take-remedy'
import { type OpenRecipe, useOpenRecipe } from './use-recipe'

export function RefineSheet() {
  const open = useOpenRecipe()
  const showSheet = useView((state) => state.showSheet)
  return (
    <Dialog
      title="Refine"
      subtitle="rates, schedules and a search; no target label is read"
      shape="wide"
      onClose={() => showSheet(null)}
      floating={<Toasts />}
    >
      {open?.look ? (
        <Sheet open={open} />
      ) : (
        <EmptyState title="Both folders are needed first" text="Rates and settings are tried on the study's own images." />
      )}
    </Dialog>
  )
}

function Sheet({ open }: { readonly open: OpenRecipe }) {
  const look = open.look!
  const all = useCampaigns((state) => state.campaigns)
  const [strategy, setStrategy] = useState<SearchPlan['strategy']>('halving')
  const [trials, setTrials] = useState(9)
  useEffect(() => attempt(() => useCampaigns.getState().load(look.studyId)), [look.studyId])
  const [newest] = campaignsOf(all, look.studyId, 'search')
  return (
    <>
      <div className={styles.columns}>
        <Rates open={open} />
        <Schedules open={open} />
      </div>
      <h3 className={styles.heading}>Search</h3>
      <p className={`${styles.why} ${styles.search}`}>
        Points of learning rate, batch, decay and what else the method has, judged by importance-weighted validation on the source. It is
        right more often than other validators in the field's benchmark, and no target label goes into it.
      </p>
      <div className={styles.row}>
        <Segmented
          label="Strategy"
          value={strategy}
          onChange={setStrategy}
          options={[
            { value: 'halving', label: 'Successive halving', title: 'Short trials first; the best third goes on three times as long' },
            { value: 'random', label: 'Random', title: 'All trials to the end' },
          ]}
        />
        <label htmlFor="search-trials">Trials</label>
        <input
          id="search-trials"
          className={styles.number}
          type="number"
          min={2}
          max={200}
          value={trials}
          onChange={(event) => setTrials(Math.max(2, Math.min(200, Number(event.target.value) || 2)))}
        />
        <span />
      </div>
      <CampaignControls
        look={look}
        methods={[...new Set([look.setup.method, 'source-only'])]}
        plan={{ kind: 'search', strategy, trials, seed: 0 }}
        running={newest?.status === 'running' ? newest : null}
        startLabel="Queue the search"
      />
      {newest ? (
        <Search campaign={newest} open={open} />
      ) : (
        <EmptyState title="Nothing has been searched yet" text="Each trial is a line over its values here, ending at its score." />
      )}
    </>
  )
}

function Search({ campaign, open }: { readonly campaign: Campaign; readonly open: OpenRecipe }) {
  const ranked = [...campaign.variants]
    .filter(({ outcome }) => outcome !== null)
    .sort((a, b) => b.rung - a.rung || b.outcome!.objective.mean - a.outcome!.objective.mean)
  return (
    <>
      <CampaignStatus campaign={campaign} />
      <ParallelCoordinates campaign={campaign} />
      <Conclusion campaign={campaign} open={open} />
      <table className={styles.table}>
        <thead>
          <tr>
            <th>Trial</th>
            <th data-number>Epochs</th>
            <th data-number>{campaign.objective}</th>
            <th data-number>Held-out source %</th>
            <th>Values</th>
          </tr>
        </thead>
        <tbody>
          {ranked.map(({ id, label, epochs, outcome, values, status }) => (
            <tr key={id}>
              <td>
                {label} {status === 'dropped' && <small>dropped</small>}
              </td>
              <td data-number>{epochs}</td>
              <td data-number>{outcome!.objective.mean.toFixed(3).replace('-', '−')}</td>
              <td data-number>{outcome!.sourcePct.mean.toFixed(1)}</td>
              <td>
                <small>
                  {Object.entries(values)
                    .map(([name, value]) => `${name} ${value}`)
                    .join(' · ')}
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Rates({ open }: { readonly open: OpenRecipe }) {
  const look = open.look!
  const test = useCampaigns((state) => state.rateTests[look.studyId] ?? null)
  const progress = useRecipes((state) => state.progress)
  const [abort, setAbort] = useState<AbortController | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const run = (): void => {
    const next = new AbortController()
    running.current = next
    setAbort(next)
    attempt(async () => {
      try {
        await useCampaigns.getState().testRates(look.studyId, { pair: look.pair, setup: look.setup }, next.signal)
      } finally {
        setAbort(null)
      }
    })
  }
  return (
    <section>
      <h3>Learning-rate range test</h3>
      {test ? (
        <RatePicture test={test} />
      ) : (
        <p className={styles.why}>The rate rises from step to step on the source until the loss runs away. It takes seconds.</p>
      )}
      {abort && <ProgressBar value={progress ? progress.done / progress.total : null} label="Part of the rates tried" />}
      <div className={styles.row}>
        <span>{test ? `Begin with ${test.suggested}; falls fastest at ${test.steepest}.` : ''}</span>
        {abort ? (
          <Button size="s" onClick={() => abort.abort()}>
            Stop
          </Button>
        ) : (
          <Button size="s" icon="play" onClick={run}>
            {test ? 'Test again' : 'Test the rates'}
          </Button>
        )}
        {test && !abort && (
          <Button
            size="s"
            variant="primary"
            onClick={() => {
              useView.getState().showSheet(null)
              takeRemedy(
                {
                  label: `Set the learning rate to ${test.suggested}`,
                  does: { kind: 'prepare', change: { settings: { learningRate: test.suggested } } },
                },
                open,
              )
            }}
          >
            Take {test.suggested}
          </Button>
        )}
      </div>
    </section>
  )
}

function RatePicture({ test }: { readonly test: RateTest }) {
  const points = test.points.map(({ rate, loss }) => [Math.log10(rate), loss] as const)
  const [first, last] = [test.points[0], test.points.at(-1)]
  return (
    <>
      <SparkLine
        label={`Loss over rates from ${first?.rate} to ${last?.rate.toPrecision(2)}`}
        series={[{ label: 'loss', points, tone: 'focus' }]}
        height={120}
        top={1.5 * Math.max(...test.points.slice(0, 10).map(({ loss }) => loss))}
      />
      <p className={styles.why}>
        loss against the rate, log scale, {first?.rate.toExponential(0)} to {last?.rate.toExponential(0)}
        {test.divergesAt === null ? '' : `; it runs away at ${test.divergesAt.toPrecision(2)}`}
      </p>
    </>
  )
}

function Schedules({ open }: { readonly open: OpenRecipe }) {
  const { settings } = open.look!.setup
  const rate = Number(settings.learningRate ?? 1e-3)
  const series = useMemo(() => scheduleSeries(rate), [rate])
  const chosen = String(settings.schedule ?? 'constant')
  const chart = useMemo(
    () => ({
      x: { domain: [0, 1] as const, name: 'training' },
      y: { domain: [0, 1.1 * rate] as const, ticks: [0, rate], format: (tick: number) => String(Number(tick.toPrecision(2))) },
      series: series.map(({ id, label, points }) => ({
        id,
        label,
        x: points.map(([part]) => part),
        y: points.map(([, value]) => value),
        tone: id === chosen ? ('focus' as const) : ('quiet' as const),
        nameOnly: true,
      })),
    }),
    [series, rate, chosen],
  )
  return (
    <section>
      <h3>Schedules</h3>
      <div className={styles.chart}>
        <LineChart
          title="Learning rate over training, by schedule"
          {...chart}
          formatX={(part) => `${Math.round(100 * part)} % of training`}
        />
      </div>
      <div className={styles.row}>
        <span>now {chosen.replaceAll('-', ' ')}</span>
        {series
          .filter(({ id }) => id !== chosen)
          .map(({ id, label, change }) => (
            <Button
              key={id}
              size="s"
              onClick={() => {
                useView.getState().showSheet(null)
                takeRemedy({ label: `${label} schedule`, does: { kind: 'prepare', change: { settings: change } } }, open)
              }}
            >
              {label}
            </Button>
          ))}
      </div>
    </section>
  )
}
