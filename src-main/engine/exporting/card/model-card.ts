/** Puts a model's card together from what the run wrote down and what the export measured. Pure: records in, facts out. */
import { chosenAfterLabels } from '@shared/domain/chosen-after-labels'
import type { Recommendation } from '@shared/domain/comparison'
import type { ExportFormat, ExportManifest, ParityReport } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import type { LedgerEntry } from '@shared/domain/ledger'
import { type CardFact, type ModelCard, targetAccuracyTerm } from '@shared/domain/model-card'
import { asStored } from '@shared/domain/preparation'
import type { ReducedModel } from '@shared/domain/reduction'
import type { RunRecord, RunResult, Trial } from '@shared/domain/run'
import { writeShifts } from '@shared/domain/shift'
import type { StreamResult } from '@shared/domain/stream'
import type { MethodDefinition } from '../../methods/method'
import { knownLimits } from './known-limits'
import { loadLines } from './load-lines'
import { newClassesText } from './new-class-words'
import { beforeText, choiceText, reductionText, sourceText, targetText } from './reduced-words'
import type { ShiftFigures } from './shift-check'
import { amountWords, overSeeds, preparedWords, withHalf } from './words'

export interface CardSource {
  readonly record: RunRecord
  /** Null before the run's report. */
  readonly result: RunResult | null
  readonly ledger: readonly LedgerEntry[]
  readonly trial: Trial
  readonly method: Pick<MethodDefinition, 'label' | 'needs' | 'paper'>
  readonly epoch: number
  /** What a stream has made of the trained model; null for one as it was trained. */
  readonly adapted: StreamResult | null
  readonly format: ExportFormat
  readonly normalisedAs: DomainRole
  readonly classNames: readonly string[]
  readonly imageSize: number
  /** Of the validators over the run's methods; null before the report. */
  readonly recommendation: Recommendation | null
  /** What was made of the trained model; null for one as it was trained. */
  readonly reduced: ReducedModel | null
  readonly shifts: readonly ShiftFigures[]
  /** Null before the file is written. */
  readonly checked: { readonly parity: ParityReport; readonly accuracy: ExportManifest['accuracy'] } | null
}

export function modelCard(source: CardSource): ModelCard {
  const { record, method, classNames, imageSize, reduced } = source
  return {
    title: reduced === null ? `${record.name}, ${method.label}` : `${reduced.origin.runName}, ${method.label}, reduced`,
    summary: `Tells ${classNames.length} classes apart in images of ${imageSize} × ${imageSize} pixels: ${listed(classNames, 12)}.`,
    facts: [
      { term: 'Protocol', text: protocol(source) },
      { term: 'Method', text: methodText(source) },
      { term: targetAccuracyTerm, text: targetAccuracy(source) },
      { term: 'Source accuracy', text: sourceAccuracy(source) },
      { term: 'Beside it', text: besideIt(source) },
      { term: 'Label reads', text: labelReads(source) },
      { term: 'Validators', text: validatorsText(source) },
      { term: 'Shifts tested', text: shiftsTested(source) },
      ...adaptedFact(source.adapted),
      {
        term: 'Reduction',
        text: source.reduced === null ? 'None: weights are 32-bit floats as they were trained.' : reductionText(source.reduced),
      },
      ...parityFact(source.checked),
      { term: 'Known limits', text: knownLimits(source).join(' ') },
      { term: 'Data', text: dataText(source) },
      { term: 'Made by', text: madeBy(source) },
    ],
    load: loadLines(source.format, imageSize),
    note: 'Preprocessing, class names and input size travel inside the file. A replay bundle lets another machine run the study again and check that it comes to the same figures.',
  }
}

function listed(names: readonly string[], most: number): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}

function protocol({ method, record, epoch, adapted, reduced }: CardSource): string {
  const labels: Record<CardSource['method']['needs']['target'], string> = {
    none: 'Trained on the source alone; no target image was seen',
    unlabelled: 'Unsupervised; target labels sealed',
    'few-labels': 'Supervised with a few target labels of each class, read through the ledger',
    'fenced-labels': 'Upper bound: trained on the target’s labels',
  }
  const state =
    adapted !== null
      ? 'then adapted to a stream of images'
      : `last checkpoint (epoch ${Math.round(epoch)} of ${record.request.epochs})${reduced === null ? '' : ', then reduced'}`
  return `${labels[method.needs.target]}; ${state}.`
}

function methodText({ method, record }: CardSource): string {
  const { paper } = method
  const cited = paper === null ? '' : ` (${paper.authors}: ${paper.title}, ${paper.year}, ${paper.url})`
  return `${method.label}${cited} on the backbone ${record.request.backbone}.`
}

function targetAccuracy(source: CardSource): string {
  const { result, trial, checked, reduced, adapted } = source
  if (reduced !== null && adapted === null) return targetText(reduced, checked)
  const summary = result?.summary[trial.method]
  if (summary === undefined) return 'Not known: the run has no report yet, and the target’s labels are sealed until then.'
  if (summary.meanPct === null) return newClassesText(result as RunResult, trial) ?? 'Not known: the target has no labels.'
  const own = result?.runs.find(({ method, seed }) => method === trial.method && seed === trial.seed)?.lastCheckpoint.targetAccuracyPct
  const file = checked?.accuracy.file.targetPct ?? null
  return `${withHalf(summary.meanPct, summary.ci95Pct)} on the test images, ${overSeeds(summary.seeds)}. This one, seed ${trial.seed}: ${own?.toFixed(1)} %${file === null ? '' : `; the written file: ${file.toFixed(1)} %`}.`
}

function sourceAccuracy({ result, trial, checked, reduced, adapted }: CardSource): string {
  if (reduced !== null && adapted === null) return sourceText(reduced, checked)
  const summary = result?.summary[trial.method]
  const parts = [
    ...(summary === undefined
      ? []
      : [`${withHalf(summary.sourceMeanPct, summary.sourceCi95Pct)} over ${summary.seeds} seed${summary.seeds === 1 ? '' : 's'}`]),
    ...(checked === null ? [] : [`the written file ${checked.accuracy.file.sourcePct.toFixed(1)} %`]),
  ]
  return parts.length === 0 ? 'Not known before the run’s report.' : `${parts.join('; ')}.`
}

function besideIt({ result, trial, reduced, adapted }: CardSource): string {
  if (reduced !== null && adapted === null) return beforeText(reduced)
  const others = ['source-only', 'target-oracle'].filter((id) => id !== trial.method && result?.summary[id] !== undefined)
  const words = others.map((id) => {
    const { meanPct, ci95Pct } = (result as RunResult).summary[id]
    return `${id} ${meanPct === null ? 'unknown' : withHalf(meanPct, ci95Pct)}`
  })
  return words.length === 0 ? 'No reference was trained beside it.' : `On the target: ${words.join(', ')}.`
}

function labelReads({ ledger, record }: CardSource): string {
  const own =
    ledger.length === 0
      ? 'None.'
      : `${ledger.length}: ${ledger.map(({ place, labels }) => `${place} (${labels.toLocaleString('en')})`).join(', ')}.`
  const chosen = chosenAfterLabels(record)
  return chosen === null ? own : `${own} ${chosen}`
}

function validatorsText({ recommendation, result, trial, record, reduced }: CardSource): string {
  if (reduced !== null) return choiceText(reduced)
  if (recommendation === null || result === null) return 'Not compared before the run’s report.'
  const { choice, reason } = recommendation
  const byHand = ' The vault was open when it was chosen by hand, so read its accuracy as optimistic.'
  const chosen = choice === `${record.id}/${trial.method}`
  const opened = result.ledger.targetLabelReads > 0
  return `${choice === null ? 'No recommendation. ' : ''}${reason}${chosen || !opened ? '' : byHand}`
}

function shiftsTested({ shifts, record }: CardSource): string {
  const { source, target } = record.request
  const trained = [source, target].flatMap((one) => (one.kind === 'shifted' ? [writeShifts(one.shifts)] : []))
  const words = shifts.map(({ label, unit, levels }) => {
    const last = levels[levels.length - 1]
    return `${label.toLowerCase()} to ${amountWords(last.amount, unit)} ${last.accuracyPct.toFixed(0)} %`
  })
  const tested = words.length === 0 ? 'Measured when it is exported.' : `Accuracy on source test images: ${words.join(', ')}.`
  return trained.length === 0 ? tested : `${tested} The run's own images were shifted by ${trained.join(' and ')}.`
}

function adaptedFact(adapted: StreamResult | null): CardFact[] {
  if (adapted === null) return []
  const { plan, images, errorPct, withoutAdaptation } = adapted
  const error = (value: number | null): string => (value === null ? 'unknown' : `${value.toFixed(1)} %`)
  const stack = plan.shifts.length === 0 ? '' : ` under ${writeShifts(plan.shifts)}`
  const figures = `error ${error(errorPct)}, without adaptation ${error(withoutAdaptation.errorPct)}`
  return [{ term: 'Adaptation', text: `By ${plan.method} on ${images.toLocaleString('en')} images${stack}, ${plan.protocol}: ${figures}.` }]
}

function parityFact(checked: CardSource['checked']): CardFact[] {
  if (checked === null) return []
  const { runtime, maxAbsDifference, topOneAgreementPct, tolerance, source, target } = checked.parity
  const images = (source.images + target.images).toLocaleString('en')
  return [
    {
      term: 'Parity',
      text: `${runtime} read the file back and gave the lab's top answer on ${topOneAgreementPct.toFixed(1)} % of ${images} held-out images; the largest difference of a probability is ${maxAbsDifference.toExponential(1)}, under the tolerance of ${tolerance}.`,
    },
  ]
}

function dataText({ record }: CardSource): string {
  const { fingerprints, request } = record
  const prepared = preparedWords(request.preparation?.target ?? asStored)
  const marks =
    fingerprints === null ? 'Fingerprints unknown.' : `Fingerprints: source ${fingerprints.source}, target ${fingerprints.target}.`
  return `${marks} ${Math.round(100 * request.testFraction)} % of each domain held out for testing.${prepared === null ? '' : ` ${prepared}`}`
}

function madeBy({ record, normalisedAs }: CardSource): string {
  const { versions, device } = record
  return `Shiftlab ${versions.shiftlab} with TensorFlow ${versions.tensorflow} on ${device?.device ?? 'cpu'}, run ${record.id} of ${record.createdAt.slice(0, 10)}. Running statistics are those of the ${normalisedAs}, where the method keeps them apart.`
}
