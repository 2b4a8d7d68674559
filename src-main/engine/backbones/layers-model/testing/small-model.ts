/** A model of one's own as TF.js makes and saves it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tf } from '../../../backend/tensorflow'
import { temporaryFolder } from '../../../data/testing/temporary-folder'

/** Side of its images, in pixels. */
export const side = 12

/** A small network with everything that mobile networks have: strides, depthwise convolutions, a shortcut, padding, a model within it. */
export function smallModel() {
  const random = {
    kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
    biasInitializer: tf.initializers.randomNormal({ seed: 2 }),
  }
  const input = tf.input({ shape: [side, side, 3] })
  const padded = tf.layers
    .zeroPadding2d({
      padding: [
        [0, 1],
        [0, 1],
      ],
    })
    .apply(input)
  const first = tf.layers.conv2d({ name: 'first', filters: 4, kernelSize: 3, strides: 2, useBias: false, ...random }).apply(padded)
  const norm = tf.layers.batchNormalization({ name: 'norm', movingMeanInitializer: 'ones', epsilon: 0.01 }).apply(first)
  const bent = tf.layers.reLU({ maxValue: 6, name: 'bent' }).apply(norm) as ReturnType<typeof tf.input>
  const own = tf.layers
    .depthwiseConv2d({
      name: 'own',
      kernelSize: 3,
      padding: 'same',
      depthwiseInitializer: tf.initializers.glorotUniform({ seed: 3 }),
      activation: 'relu',
    })
    .apply(bent)
  const narrow = tf.layers.conv2d({ name: 'narrow', filters: 4, kernelSize: 1, ...random }).apply(own) as ReturnType<typeof tf.input>
  const sum = tf.layers.add({ name: 'sum' }).apply([bent, narrow])
  const inner = tf.model({ inputs: input, outputs: sum as ReturnType<typeof tf.input> })
  const pool = tf.layers.averagePooling2d({ poolSize: 2 })
  const classes = [
    tf.layers.flatten(),
    tf.layers.dense({ name: 'hidden', units: 5, activation: 'tanh', ...random }),
    tf.layers.dense({ name: 'classes', units: 3, activation: 'softmax', ...random }),
  ]
  return tf.sequential({ layers: [inner, pool, ...classes] })
}

/** How its images were prepared, as model.json says it. */
export const withMetadata = (preprocessing: unknown) => (file: object) => ({ ...file, userDefinedMetadata: { preprocessing } })

/** Into a folder of its own, whose path is returned. `change` is given what model.json is to hold. */
export async function saveModel(
  model: { save(handler: unknown): Promise<unknown> },
  change: (file: Record<string, unknown>) => object = (file) => file,
) {
  const folder = await temporaryFolder({})
  await model.save(
    tf.io.withSaveHandler(async ({ weightData, weightSpecs, modelTopology }) => {
      const file = { format: 'layers-model', modelTopology, weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: weightSpecs }] }
      await writeFile(join(folder, 'model.json'), JSON.stringify(change(file)))
      await writeFile(join(folder, 'group1-shard1of1.bin'), Buffer.from(weightData as ArrayBuffer))
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }
    }),
  )
  return folder
}
