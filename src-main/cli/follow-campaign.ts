/** Follows a campaign to its end on standard error, stops it on Ctrl-C, and prints its table. */
import { AppError } from '@shared/contract/failure'
import type { Campaign, Variant } from '@shared/domain/campaign'
import { signedFigure } from '@shared/domain/signed-figure'
import { exitCode } from './command'
import type { EngineSession } from './engine-session'
import { reportProgress } from './follow-run'
import { formatDuration } from './format-duration'
import type { Output } from './output'
import { alignRows } from './text-table'

/** Resolves with the exit status; throws the campaign's failure. */
export async function followCampaign(engine: EngineSession, campaign: Campaign, output: Output, interrupt: AbortSignal): Promise<number> {
  const { client, service } = engine
  const stop = (): void => void client.call('campaigns.stop', { campaignId: campaign.id }).catch(() => undefined)
  interrupt.addEventListener('abort', stop)
  if (interrupt.aborted) stop()
  reportProgress(engine, output)
  client.on('campaign.changed', ({ cost, variants }) => {
    const running = variants.find(({ status }) => status === 'running')
    const left = cost.secondsLeft === null ? '' : `, ${formatDuration(cost.secondsLeft)} left`
    if (running) output.note(`${running.label}: ${cost.spentEpochs} of ${cost.epochs} epochs done${left}`)
  })
  const settled = await service.campaigns.whenSettled(campaign.id)
  interrupt.removeEventListener('abort', stop)
  if (settled.status === 'stopped') {
    output.note(`Stopped. Go on with: npm run -s lab -- ${settled.plan.kind === 'ablation' ? 'ablate' : 'tune'} --resume ${settled.folder}`)
    return exitCode.interrupted
  }
  if (settled.status === 'failed') throw new AppError('internal', settled.conclusion, `See the runs below ${settled.folder}.`)
  output.result(settled, () => campaignText(settled))
  return exitCode.done
}

/** The variants as a table, and what came of it. */
export function campaignText({ variants, objective, conclusion, folder, cost, base, plan }: Campaign): string {
  const rows = variants.map((variant) => [
    variant.label,
    statusWord(variant),
    variant.outcome ? figure(variant.outcome.sourcePct, 1) : '',
    variant.outcome?.gain ? signedFigure(variant.outcome.gain) : '',
    variant.outcome ? figure(variant.outcome.objective, 3) : '',
    variant.outcome ? `${Math.round(variant.outcome.seconds)} s` : '',
    variant.outcome && plan.kind === 'ablation' ? '' : variant.note || valuesOf(variant),
  ])
  return [
    ...alignRows([['variant', '', 'held-out source %', 'gain', objective, 'training', ''], ...rows]),
    '',
    conclusion,
    `± is the 95 % t-interval over ${base.seeds.length} ${base.seeds.length === 1 ? 'seed' : 'seeds'}; gains are paired by seed. Cost: ${cost.epochs} epochs over all seeds. No target label was read.`,
    // A plan alone has written nothing.
    ...(variants.some(({ runId }) => runId !== null) ? [`Folder: ${folder}`] : []),
  ].join('\n')
}

const statusWord = ({ status }: Variant): string => (status === 'done' ? '' : status)

const valuesOf = ({ values }: Variant): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')

const figure = ({ mean, halfWidth }: { readonly mean: number; readonly halfWidth: number | null }, digits: number): string =>
  `${mean.toFixed(digits)}${halfWidth === null ? '' : ` ± ${halfWidth.toFixed(digits)}`}`
