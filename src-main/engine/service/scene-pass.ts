/** The network of a scene for the passes that every move of a slider makes: as one frozen graph where they are worth it. */
import type { DomainRole } from '@shared/domain/ids'
import { NotCompilable } from '../backend/graph/not-compilable'
import { type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import { type FrozenForward, freezeForward } from '../training/frozen-forward'

/** Images [n,H,W,3] through a network: features [n,D], not centred, and logits [n,K]. */
export type ScenePass = (x: Tensor4D) => { readonly features: Tensor2D; readonly logits: Tensor2D }

export interface HeldPass {
  readonly run: ScenePass
  dispose(): void
}

/** Images of a pass from which freezing pays: it takes about as long as ten passes. */
const worthFreezing = 100

/** `example` has the shape of most batches to come; batches of other sizes run op by op. The session's weights must stay as they are. */
export function holdPass(session: Session, domain: DomainRole, example: Tensor4D): HeldPass {
  const eager: ScenePass = (x) => {
    const features = session.features(x, domain)
    return { features, logits: session.network.head.forward(features, { training: false, domain: 'source' }) }
  }
  const frozen = example.shape[0] < worthFreezing ? null : tryFreezing(session, eager, example)
  if (frozen === null) return { run: eager, dispose: () => undefined }
  return {
    run(x) {
      if (x.shape[0] !== example.shape[0]) return eager(x)
      const both = frozen.run(x)
      const [rows, width] = both.shape
      const { featureSize } = session.network.features
      return {
        features: tf.slice(both, [0, 0], [rows, featureSize]),
        logits: tf.slice(both, [0, featureSize], [rows, width - featureSize]),
      }
    },
    dispose: frozen.dispose,
  }
}

/** Features and logits side by side, since a frozen network has one result. */
function tryFreezing(session: Session, pass: ScenePass, example: Tensor4D): FrozenForward | null {
  const forward = (x: Tensor4D): Tensor2D => {
    const { features, logits } = pass(x)
    return tf.concat2d([features, logits], 1)
  }
  try {
    return freezeForward(session, forward, example)
  } catch (error) {
    if (error instanceof NotCompilable) return null
    throw error
  }
}
