/** What every format must carry, and how a wrong file is found. That all networks survive is for the slow tests. */
import { onnx } from 'onnx-proto'
import { describe, expect, it } from 'vitest'
import { digitsCnnBn } from '../../backbones/digits-cnn-bn'
import { mlp } from '../../backbones/mlp'
import { tf } from '../../backend/tensorflow'
import { findMethod } from '../../methods/registry'
import { readGraph } from '../../network-graph/read-graph'
import { openGraphSession } from '../../reduction/graph/graph-session'
import { traceNetwork } from '../../reduction/graph/trace-network'
import { quantised } from '../../reduction/testing/quantised'
import { firstLayerOver, measureParity, requireParity } from '../parity'
import { readReduced } from '../read-reduced'
import { filesOf, noiseClasses, packageOf, roundTrips, roundTripsOf } from '../testing/round-trip'
import { movedSession, noiseImages } from '../testing/trained-session'
import { findFormat, formats, toleranceOf } from './registry'

const tolerance = toleranceOf({ coded: false })

it('formats: a small network gives the same answers in each of them', async () => {
  for (const report of await roundTrips({ method: findMethod('dann'), backbone: mlp, imageSize: 8 }, 'target')) {
    expect(report.maxAbsDifference).toBeLessThan(report.tolerance)
    expect(report.topOneAgreementPct).toBe(100)
  }
})

it('formats: a small network in 8 bits gives the same answers, and a kernel that is off is named', async () => {
  const session = movedSession({ method: findMethod('dann'), backbone: digitsCnnBn, imageSize: 16, classes: noiseClasses })
  const { images, x } = noiseImages(4, 16)
  const model = await quantised(traceNetwork(session, 16), 'per-channel-symmetric', images)
  const lab = openGraphSession(model)
  const read = readReduced(model, 'target')
  const reports = await roundTripsOf(read, lab, { imageSize: 16, domain: 'target' })
  expect(reports.map(({ runtime }) => runtime)).toEqual([expect.stringMatching(/^ONNX/), expect.stringMatching(/over the plain weights$/)])
  for (const { maxAbsDifference } of reports) expect(maxAbsDifference).toBeLessThan(1e-6)
  const spoilt = read.graph.nodes.map((node) => {
    if (node.name !== 'features/conv2' || node.op !== 'convolution' || node.kernel.int8 === undefined) return node
    const { int8 } = node.kernel
    return { ...node, kernel: { ...node.kernel, int8: { ...int8, values: int8.values.map((code) => -code) } } }
  })
  const int8 = findFormat('onnx-int8')
  const runtime = await int8.open(filesOf(int8.write(packageOf({ ...read.graph, nodes: spoilt }))))
  const layer = await firstLayerOver({ ...read, runtime, images, tolerance: toleranceOf({ coded: true }) })
  expect(layer).toBe('features/conv2')
  await runtime.close()
  x.dispose()
  session.dispose()
  lab.dispose()
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
    for (const format of formats.filter(({ holds }) => holds !== '8-bit')) {
      const runtime = await format.open(filesOf(format.write(packageOf({ ...read.graph, nodes: spoilt }))))
      const lab = (batch: typeof x) => session.predict(batch, 'source')
      const { report } = await measureParity({
        runtime,
        lab,
        classes: noiseClasses,
        images: { source: images, target: images },
        tolerance,
      })
      await expect(requireParity(report, { ...read, runtime, images, tolerance })).rejects.toMatchObject({
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
