/** Parsing must not become what a stream of maps costs: typed arrays are checked by class, never by element. */
import { expect, test } from 'vitest'
import { engineContract } from '../contract/engine'

function createFrame(points: number) {
  return {
    runId: 'run',
    trialId: 'dann-0',
    epoch: 1,
    phase: 'optimising',
    method: 'tsne',
    positions: new Float32Array(2 * points),
    prediction: new Int32Array(points),
    confidence: new Float32Array(points),
    entropy: new Float32Array(points),
    kl: 1,
    trustworthiness: null,
    agreement: null,
    aDistance: null,
    measures: null,
    iteration: 1,
    iterations: 500,
  }
}

test('parsing a frame of 2,000 points copies nothing and costs far less than a millisecond', () => {
  const schema = engineContract.events['embedding.frame']
  const frame = createFrame(2000)
  expect(schema.parse(frame).positions).toBe(frame.positions)
  // Processor time: what the parsing costs, however busy the machine is.
  const before = process.cpuUsage()
  for (let i = 0; i < 1000; i++) schema.parse(frame)
  const msPerFrame = process.cpuUsage(before).user / 1000 / 1000
  expect(msPerFrame).toBeLessThan(0.2)
})
