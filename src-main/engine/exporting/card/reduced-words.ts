/** What the card of a reduced model says in place of a run's report: the figures that the reduction measured. */
import type { ModelFigures, ReducedModel, Share } from '@shared/domain/reduction'
import type { CardSource } from './model-card'

type Checked = CardSource['checked']

export function targetText({ after }: ReducedModel, checked: Checked): string {
  const { accuracy, agreement, images } = after.target
  const kept = `${agreement.pct.toFixed(1)} % of ${images} test images keep the class that the model before gave them`
  if (accuracy === null) return `Not known: the target's labels are sealed. ${kept}, which needs no label.`
  return `${shareWords(accuracy)} on the test images, 95 % interval over images; ${kept}.${fileWords(checked?.accuracy.file.targetPct)}`
}

export function sourceText({ after }: ReducedModel, checked: Checked): string {
  const { accuracy } = after.source
  return `${accuracy === null ? 'Not known' : shareWords(accuracy)}.${fileWords(checked?.accuracy.file.sourcePct)}`
}

/** The model that the last reduction began from. */
export function beforeText({ before, history }: ReducedModel): string {
  return `Before ${history.length > 1 ? 'the last reduction' : 'the reduction'}: ${figureWords(before)}.`
}

export function choiceText({ after }: ReducedModel): string {
  return after.target.accuracy === null
    ? 'Validators compare trained runs, not reductions of one. No target label was read for this one.'
    : 'Validators compare trained runs, not reductions of one. Target labels were read for the figures of this one, so read its accuracy as optimistic if it was chosen among several.'
}

export function reductionText({ history, origin, after, before }: ReducedModel): string {
  const steps = history.map(({ summary }) => summary).join(' ')
  return `${steps} From ${origin.trialId} of ${origin.runName} (${origin.runId}). The last step took its weights from ${bytes(before)} to ${bytes(after)} on disk.`
}

const bytes = (figures: ModelFigures): string => `${figures.bytes.toLocaleString('en')} bytes`

function figureWords({ source, target }: ModelFigures): string {
  const accuracy = (share: Share | null): string => (share === null ? 'sealed' : shareWords(share))
  return `source ${accuracy(source.accuracy)}, target ${accuracy(target.accuracy)}`
}

function shareWords({ pct, lowPct, highPct }: Share): string {
  return `${pct.toFixed(1)} % (${lowPct.toFixed(1)} to ${highPct.toFixed(1)})`
}

function fileWords(filePct: number | null | undefined): string {
  return filePct == null ? '' : ` The written file: ${filePct.toFixed(1)} %.`
}
