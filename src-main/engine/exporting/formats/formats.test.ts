/** What every format must carry, and how a wrong file is found. That all networks survive is for the slow tests. */
import { onnx } from 'onnx-proto'
import { describe, expect, it } from 'vitest'
import { digitsCnnBn } from '../../backbones/digits-cnn-bn'
import { mlp } from '../../backbones/mlp'
import { tf } from '../../backend/tensorflow'
import { findMethod } from '../../methods/registry'
import { measureParity, requireParity } from '../parity'
import { readGraph } from '../read-graph'
import { filesOf, noiseClasses, packageOf, roundTrips } from '../testing/round-trip'
import { movedSession, noiseImages } from '../testing/trained-session'
import { formats } from './registry'

it('formats: a small network gives the same answers in each of them', async () => {
  for (const report of await roundTrips({ method: findMethod('dann'), backbone: mlp, imageSize: 8 }, 'target')) {
    expect(report.maxAbsDifference).toBeLessThan(report.tolerance)
    expect(report.topOneAgreementPct).toBe(100)
  }
})

describe('files', () => {
  it('files: an ONNX model carries its class names, its input and where it comes from', () => {
    const session = movedSession({ method: findMethod('source-only'), backbone: digitsCnnBn, imageSize: 16, classes: noiseClasses })
    const { x } = noiseImages(2, 16)
    const onnxFormat = formats[0]
    const [{ data }] = onnxFormat.write(packageOf(readGraph(session, 'source', x).graph))
    const model = onnx.ModelProto.decode(data as Uint8Array)
    const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]))
    expect(JSON.parse(String(metadata.classNames))).toEqual(['one', 'two', 'three'])
    expect(JSON.parse(String(metadata.input))).toMatchObject({ size: 16, range: [0, 255], colour: 'RGB' })
    expect(model.producerName).toBe('Shiftlab')
    x.dispose()
    session.dispose()
  })

  it('files: a wrong weight is found, and the first layer it reaches is named', async () => {
    const session = movedSession({ method: findMethod('source-only'), backbone: digitsCnnBn, imageSize: 16, classes: noiseClasses })
    const { images, x } = noiseImages(4, 16)
    const read = readGraph(session, 'source', x)
    const spoilt = read.graph.nodes.map((node) =>
      node.name === 'features/bn2' && node.op === 'batch-norm'
        ? { ...node, scale: { ...node.scale, data: node.scale.data.map((value) => 1.1 * value) } }
        : node,
    )
    for (const format of formats) {
      const runtime = await format.open(filesOf(format.write(packageOf({ ...read.graph, nodes: spoilt }))))
      const lab = (batch: typeof x) => session.predict(batch, 'source')
      const { report } = await measureParity({
        runtime,
        lab,
        classes: noiseClasses,
        images: { source: images, target: images },
        tolerance: format.tolerance,
      })
      await expect(requireParity(report, { ...read, runtime, images, tolerance: format.tolerance })).rejects.toMatchObject({
        code: 'internal',
        field: 'features/bn2',
      })
    }
    x.dispose()
    session.dispose()
  })

  it('files: reading a network leaves no tensor behind', () => {
    const session = movedSession({ method: findMethod('dann'), backbone: digitsCnnBn, imageSize: 16, classes: noiseClasses })
    const { x } = noiseImages(2, 16)
    readGraph(session, 'target', x)
    const before = tf.memory().numTensors
    readGraph(session, 'target', x)
    expect(tf.memory().numTensors).toBe(before)
    x.dispose()
    session.dispose()
  })
})
