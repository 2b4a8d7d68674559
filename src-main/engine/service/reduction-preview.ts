/** What a reduction would cost, at once: without fine-tuning, on a few of the test images, the model kept open between looks. */
import type { ModelFigures, ReductionWay } from '@shared/domain/reduction'
import type { Overrides } from '@shared/domain/run'
import { selectImages } from '../data/select-images'
import type { LabelledImages, PairData } from '../data/types'
import { figuresOf } from '../reduction/figures'
import { findReduction } from '../reduction/ways/registry'
import type { DomainStore } from './domain-store'
import { answerWith, openReductionBase, type ReductionBase, type ReductionSource } from './reduction-base'

/** Test images of each domain that are answered. */
const mostImages = 256

interface OpenBase extends Omit<ReductionBase, 'pair'> {
  readonly key: string
  readonly pair: PairData
}

export interface ReductionPreviews {
  /** Of the model as it is: those that its reduction left, or of a few test images, the target's accuracy unread. */
  figures(source: ReductionSource, signal: AbortSignal): Promise<ModelFigures>
  look(
    source: ReductionSource,
    asked: { readonly way: ReductionWay; readonly settings: Overrides },
    signal: AbortSignal,
  ): Promise<{ readonly figures: ModelFigures | null }>
}

export function createReductionPreviews(domains: DomainStore): ReductionPreviews {
  let open: OpenBase | null = null

  async function baseOf(source: ReductionSource, signal: AbortSignal): Promise<OpenBase> {
    // A trial that trains on is another model from its next checkpoint on.
    const checkpoint = source.run.record.trials.find(({ id }) => id === source.trialId)?.checkpointEpoch
    const key = `${source.run.folder.path} ${source.trialId} ${checkpoint}`
    if (open?.key === key) return open
    const base = await openReductionBase(domains, source, signal)
    const pair = withFewTests(base.pair)
    open = { ...base, key, pair, before: { model: base.before.model, answers: await answerWith(base.before.model, pair) } }
    return open
  }

  return {
    async figures(source, signal) {
      const { pair, before, earlier } = await baseOf(source, signal)
      if (earlier !== null) return earlier.after
      const labels = { source: pair.source.test.labels, target: null }
      return figuresOf(before, before.answers, labels, pair.classNames.length)
    },
    async look(source, { way: id, settings }, signal) {
      const way = findReduction(id)
      if (way.preview === null) return { figures: null }
      const params = way.resolve({ ...settings, ...way.preview })
      const { pair, before, createBackbone } = await baseOf(source, signal)
      const { model } = await way.run(
        {
          model: before.model,
          pair: { source: pair.source, target: pair.target, classNames: pair.classNames },
          signal,
          scratch: '',
          createBackbone,
          planImages: () => undefined,
          onImages: () => undefined,
          measure: async () => undefined,
        },
        params,
      )
      const answers = await answerWith(model, pair)
      const labels = { source: pair.source.test.labels, target: null }
      return { figures: figuresOf({ model, answers }, before.answers, labels, pair.classNames.length) }
    },
  }
}

function withFewTests(pair: PairData): PairData {
  const rows = (count: number): Int32Array => Int32Array.from({ length: Math.min(count, mostImages) }, (_, row) => row)
  const own = rows(pair.source.test.count)
  const source: LabelledImages = { ...selectImages(pair.source.test, own), labels: own.map((row) => pair.source.test.labels[row]) }
  return {
    ...pair,
    source: { ...pair.source, test: source },
    target: { ...pair.target, test: selectImages(pair.target.test, rows(pair.target.test.count)) },
  }
}
