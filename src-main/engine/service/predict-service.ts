/** Labels a folder with whatever the user calls a model: a run, a stream's result, or an exported model. */
import { resolve } from 'node:path'
import { asStored } from '@shared/domain/preparation'
import type { Trial } from '@shared/domain/run'
import { type Tensor4D, tf } from '../backend/tensorflow'
import { openExport } from '../exporting/open-export'
import { type FolderClassifier, type PredictWatcher, predictFolder } from '../exporting/predict-folder'
import type { DomainStore } from './domain-store'
import { openTrial } from './open-trial'
import type { RunManager } from './run-manager'

export interface PredictCall {
  readonly model: string
  readonly data: string
  /** Picks one of a run's trials. */
  readonly choose: (trials: readonly Trial[]) => Trial
}

export type FolderPredictions = Awaited<ReturnType<typeof predictFolder>> & {
  /** What gave the answers, such as "dann-seed0 in the lab" or "ONNX Runtime 1.30.0". */
  readonly answeredBy: string
}

/** Throws as `openTrial`, `openExport` and `predictFolder` do. Reads no label of the target. */
export async function predictWithModel(
  { domains, runs }: { readonly domains: DomainStore; readonly runs: Pick<RunManager, 'open' | 'find'> },
  { model, data, choose }: PredictCall,
  watcher: PredictWatcher,
): Promise<FolderPredictions> {
  const exported = await openExport(resolve(model))
  if (exported !== null) {
    const { manifest, runtime } = exported
    try {
      const classifier = { ...manifest, size: manifest.input.size, run: runtime.run }
      return { ...(await predictFolder(data, classifier, watcher)), answeredBy: runtime.name }
    } finally {
      await runtime.close()
    }
  }
  const held = await runs.find((await runs.open(model)).id)
  const trialId = choose(held.record.trials).id
  const { session, pair } = await openTrial(domains, held, trialId, watcher.signal)
  try {
    const { preparation, images } = held.record.request
    const classifier: FolderClassifier = {
      size: images.imageSize,
      classNames: pair.classNames,
      preparation: preparation?.target ?? asStored,
      run: async (pixels, count) =>
        tf.tidy(() => {
          const x = tf.div(tf.tensor(pixels, [count, images.imageSize, images.imageSize, 3]), 255) as Tensor4D
          return tf.softmax(session.predict(x, 'target')).dataSync<'float32'>()
        }),
    }
    return { ...(await predictFolder(data, classifier, watcher)), answeredBy: `${trialId} in the lab` }
  } finally {
    session.dispose()
  }
}
