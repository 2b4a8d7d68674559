/** What each pattern of a curve means for the next run: the finding with its figures, the advice, and the prepared change. */
import type { RecipeSetup } from '@shared/domain/recipe'
import type { CurveDiagnosis, CurvePattern, TrainingCurve } from '@shared/domain/training-curve'
import type { CurveFeatures } from './curve-features'

type Step = Pick<CurveDiagnosis, 'evidence' | 'advice' | 'action'>

interface Facts {
  readonly features: CurveFeatures
  readonly last: TrainingCurve['checkpoints'][number]
  readonly setup: RecipeSetup
}

const steps: Readonly<Record<CurvePattern, (facts: Facts) => Step>> = {
  healthy: ({ last }) => ({
    evidence: `Both sides are low and at rest: ${pct(last.trainAccuracyPct)} of the trained and ${pct(last.heldOutAccuracyPct)} of the held-out images are recognised.`,
    advice: 'Go on to refining, or to adapting.',
    action: null,
  }),
  underfitting: ({ last, features, setup }) => ({
    evidence: `The training loss has settled high, at ${part(features.train)} of guessing, with ${pct(last.trainAccuracyPct)} of the trained images recognised.`,
    advice: 'Give the network more capacity, and take away what holds it back.',
    action: { label: 'Prepare a larger network', change: larger(setup) },
  }),
  'rate-too-high': ({ features, setup }) => ({
    evidence:
      features.end > 0.88
        ? `The loss stays at ${part(features.end)} of guessing: large steps have thrown the network where it learns nothing.`
        : `The loss stays at ${part(features.end)} of guessing and jumps by ${part(features.jagged)} of it from stretch to stretch.`,
    advice: 'Lower the learning rate to a tenth; the range test finds the right one.',
    action: { label: `Prepare a rate of ${rateOf(setup, 0.1)}`, change: { settings: { learningRate: rateOf(setup, 0.1) } } },
  }),
  'still-falling': ({ features, setup }) => {
    const epochs = Math.min(1000, 2 * setup.epochs)
    return {
      evidence: `The loss was still falling when training ended, by ${(100 * features.falling).toFixed(0)} % over its last fifth, at ${part(features.end)} of guessing.`,
      advice: 'Train longer, or raise the learning rate.',
      action: { label: `Prepare ${epochs} epochs`, change: { epochs } },
    }
  },
  overfitting: ({ last, features, setup }) => ({
    evidence: `${pct(last.trainAccuracyPct)} of the trained images are recognised and ${pct(last.heldOutAccuracyPct)} of the held-out ones${
      features.risen > 0.1 ? `; the held-out loss has risen by ${part(features.risen)} of guessing from its lowest` : ''
    }.`,
    advice: 'Regularise, in the order of the recipe: more data first, then augmentation.',
    action: { label: 'Prepare augmentation and decay', change: regularised(setup) },
  }),
  leak: ({ last, features }) => ({
    evidence: `Held-out images are learnt exactly as trained ones are: losses differ by ${(100 * (Math.exp(features.apart) - 1)).toFixed(0)} %, ${pct(last.heldOutAccuracyPct)} are recognised. Held-out images may be copies of trained ones, or the task is very easy.`,
    advice: 'Look for copies across the split before believing the accuracy.',
    action: null,
  }),
  divergence: ({ features, setup }) => ({
    evidence: features.diverged
      ? 'The loss ran away and training was stopped.'
      : `The loss rose to ${features.peak.toPrecision(2)} times that of guessing and has not come to rest since.`,
    advice: 'Lower the learning rate to a hundredth, and shorten gradients.',
    action: { label: `Prepare a rate of ${rateOf(setup, 0.01)}`, change: { settings: { learningRate: rateOf(setup, 0.01), clipNorm: 1 } } },
  }),
}

export function nextStep(pattern: CurvePattern, features: CurveFeatures, { checkpoints }: TrainingCurve, setup: RecipeSetup): Step {
  return steps[pattern]({ features, last: checkpoints[checkpoints.length - 1], setup })
}

const pct = (value: number): string => `${value.toFixed(0)} %`
const part = (value: number): string => `${(100 * value).toFixed(0)} %`

const usualRate = 1e-3

function rateOf({ settings }: RecipeSetup, factor: number): number {
  const rate = settings.learningRate === undefined ? usualRate : Number(settings.learningRate)
  return Math.max(1e-6, Number((rate * factor).toPrecision(2)))
}

/** More units where the network has a size, a larger network where it has none; nothing that holds it back. */
function larger({ backbone, settings }: RecipeSetup): NonNullable<Step['action']>['change'] {
  const free = { weightDecay: 0, labelSmoothing: 0 }
  if (backbone === 'mlp') return { settings: { ...free, hiddenUnits: Math.min(2048, 4 * Number(settings.hiddenUnits ?? 128)) } }
  if (backbone === 'resnet-bn') return { settings: { ...free, width: Math.min(64, 2 * Number(settings.width ?? 16)) } }
  return backbone === 'digits-cnn' ? { backbone: 'digits-cnn-bn', settings: free } : { settings: { ...free, dropout: 0 } }
}

function regularised({ settings }: RecipeSetup): NonNullable<Step['action']>['change'] {
  const decay = Number(settings.weightDecay ?? 0)
  return { settings: { augmentShift: 2, augmentRotation: 10, weightDecay: Math.max(1e-4, Math.min(0.1, 3 * decay)) } }
}
