/** Method, epochs and seeds of a campaign, its cost, and the button that starts it. */
import type { Campaign, CampaignPlan } from '@shared/domain/campaign'
import { useEffect, useId, useState } from 'react'
import { attempt, tryAction } from '../../app/attempt'
import { useCampaigns } from '../../stores/campaigns'
import { useCatalogue, useMethodLabel } from '../../stores/catalogue'
import type { RecipeLook } from '../../stores/recipe'
import { Button } from '../../ui/button'
import { formatAmount, formatTimeLeft } from '../../ui/format'
import selectStyles from '../../ui/select.module.css'
import styles from './campaign.module.css'
import { type CampaignBase, campaignRequest } from './campaign-request'

export interface CampaignControlsProps {
  readonly look: RecipeLook
  readonly plan: CampaignPlan
  /** Methods to choose from; the first is the suggestion. */
  readonly methods: readonly string[]
  readonly validators?: readonly string[]
  readonly running: Campaign | null
  readonly startLabel: string
}

const mostSeeds = 5

export function CampaignControls({ look, plan, methods, running, startLabel }: CampaignControlsProps) {
  const catalogue = useCatalogue()
  const labelOf = useMethodLabel()
  const id = useId()
  const [base, setBase] = useState<CampaignBase>({ method: methods[0] ?? 'source-only', epochs: Math.min(10, look.setup.epochs), seeds: 3 })
  const [cost, setCost] = useState<string>('')
  const request = campaignRequest(look, base, catalogue)
  const key = JSON.stringify([request, plan])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for request and plan
  useEffect(() => {
    let gone = false
    if (!request) return
    void tryAction(() => useCampaigns.getState().plan({ studyId: look.studyId, request, plan })).then((planned) => {
      if (gone || !planned) return
      const runs = planned.variants.filter(({ status, factor }) => status === 'waits' && factor !== 'early-stopping').length
      setCost(`${formatAmount(runs, 'run')} of ${formatAmount(base.seeds, 'seed')}, ${formatAmount(planned.cost.epochs, 'epoch')} in all`)
    })
    return () => {
      gone = true
    }
  }, [key])
  const start = (): void => {
    if (request) attempt(() => useCampaigns.getState().start({ studyId: look.studyId, request, plan }))
  }
  return (
    <div className={styles.controls}>
      <label htmlFor={`${id}-method`}>Method</label>
      <select
        id={`${id}-method`}
        className={selectStyles.select}
        value={base.method}
        onChange={(event) => setBase({ ...base, method: event.target.value })}
      >
        {methods.map((method) => (
          <option key={method} value={method}>
            {labelOf(method)}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-epochs`}>Epochs</label>
      <input
        id={`${id}-epochs`}
        className={styles.number}
        type="number"
        min={1}
        max={1000}
        value={base.epochs}
        onChange={(event) => setBase({ ...base, epochs: Math.max(1, Math.min(1000, Number(event.target.value) || 1)) })}
      />
      <label htmlFor={`${id}-seeds`}>Seeds</label>
      <input
        id={`${id}-seeds`}
        className={styles.number}
        type="number"
        min={1}
        max={mostSeeds}
        value={base.seeds}
        onChange={(event) => setBase({ ...base, seeds: Math.max(1, Math.min(mostSeeds, Number(event.target.value) || 1)) })}
      />
      <span className={styles.cost}>{cost}</span>
      {running ? (
        <Button onClick={() => attempt(() => useCampaigns.getState().stop(running.id))}>Stop, keep what is done</Button>
      ) : (
        <Button variant="primary" icon="play" blocked={request ? null : 'The methods are being read'} onClick={start}>
          {startLabel}
        </Button>
      )}
    </div>
  )
}

/** What is spent, what is left, and the way on where it stopped. */
export function CampaignStatus({ campaign }: { readonly campaign: Campaign }) {
  const { cost, status, variants } = campaign
  const done = variants.filter((variant) => variant.status !== 'waits' && variant.status !== 'running').length
  const current = variants.find((variant) => variant.status === 'running')
  return (
    <div className={styles.status} role="status">
      <b>{campaign.name}</b>
      <span>
        {status === 'running'
          ? `${current ? `${current.label} trains; ` : ''}${cost.spentEpochs} of ${cost.epochs} epochs done${cost.secondsLeft === null ? '' : `, ${formatTimeLeft(cost.secondsLeft)} left`}`
          : status === 'stopped'
            ? `stopped after ${done} of ${variants.length}`
            : `${cost.spentEpochs} epochs over all seeds`}
      </span>
      {status === 'stopped' && (
        <Button size="s" onClick={() => attempt(() => useCampaigns.getState().resume(campaign.id))}>
          Resume
        </Button>
      )}
    </div>
  )
}
