import type { CommandInput, CommandName, CommandOutput, EventName, EventPayload } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import type { Client } from '@shared/rpc/types'
import { describe, expect, test } from 'vitest'
import { createEmbeddingStore, selectMap } from './embedding'
import { type EmbeddingEvent, FRAME_BYTES_KEPT, foldEmbeddingEvent, frameBytes, MAPS_KEPT, noEmbedding } from './fold-embedding'

const ref = { runId: 'run-1', trialId: 'dann-0' }

function points(count: number, trialId = ref.trialId): EmbeddingPoints {
  return {
    runId: ref.runId,
    trialId,
    domain: new Uint8Array(count),
    sourceClass: new Int32Array(count),
    imageIndex: new Int32Array(count),
    classNames: ['0', '1'],
  }
}

function frame(epoch: number, over: Partial<EmbeddingFrame> = {}, count = 3): EmbeddingFrame {
  return {
    ...ref,
    epoch,
    phase: 'settled',
    method: 'tsne',
    positions: new Float32Array(count * 2).fill(epoch),
    prediction: new Int32Array(count),
    confidence: new Float32Array(count),
    entropy: new Float32Array(count),
    kl: 1,
    trustworthiness: 0.95,
    agreement: 0.9,
    aDistance: 2 - epoch / 10,
    measures: null,
    iteration: 500,
    iterations: 500,
    ...over,
  }
}

const asEvent = (payload: EmbeddingFrame): EmbeddingEvent => ({ name: 'embedding.frame', payload })

/** An engine whose answers are given by the test and whose events the test sends. */
function scriptedEngine(
  answers: {
    readonly [K in CommandName<EngineContract>]?: (input: CommandInput<EngineContract, K>) => Promise<CommandOutput<EngineContract, K>>
  },
) {
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const calls: string[] = []
  const client: Client<EngineContract> = {
    call: (command, input) => {
      calls.push(command)
      const answer = answers[command]
      return answer ? answer(input) : Promise.reject(new AppError('not-found', `no answer scripted for ${command}`, ''))
    },
    on: (event, listener) => {
      const all = listeners.get(event) ?? new Set()
      listeners.set(event, all.add(listener as (payload: never) => void))
      return () => void all.delete(listener as (payload: never) => void)
    },
    close: () => undefined,
  }
  return {
    client,
    calls,
    emit: <K extends EventName<EngineContract>>(event: K, payload: EventPayload<EngineContract, K>): void => {
      for (const listener of listeners.get(event) ?? []) listener(payload as never)
    },
  }
}

describe('embedding store', () => {
  test('replayed events equal a fold from scratch', () => {
    const events: EmbeddingEvent[] = [
      { name: 'embedding.points', payload: points(3) },
      asEvent(frame(0, { phase: 'optimising', iteration: 10 })),
      asEvent(frame(0)),
      asEvent(frame(1, { phase: 'optimising', iteration: 50 })),
      { name: 'embedding.points', payload: points(3, 'dann-1') },
      asEvent(frame(1)),
      asEvent(frame(1, { phase: 'optimising', iteration: 400 })),
      asEvent(frame(2)),
    ]
    const engine = scriptedEngine({})
    const store = createEmbeddingStore({ engine: engine.client })
    store.getState().connect()
    for (const event of events) {
      if (event.name === 'embedding.points') engine.emit(event.name, event.payload)
      else engine.emit(event.name, event.payload)
    }
    const scratch = events.reduce(foldEmbeddingEvent, noEmbedding)
    const { maps, frames } = store.getState()
    expect({ maps, frames }).toEqual(scratch)
  })

  test('the newest frame wins, whatever the order of arrival', () => {
    const inOrder = [
      frame(1, { phase: 'optimising', iteration: 100 }),
      frame(1, { phase: 'optimising', iteration: 200 }),
      frame(1),
      frame(2, { phase: 'optimising', iteration: 10 }),
    ]
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
    ]) {
      const data = order.map((i) => asEvent(inOrder[i] as EmbeddingFrame)).reduce(foldEmbeddingEvent, noEmbedding)
      expect(selectMap(ref.runId, ref.trialId)(data).latest).toBe(inOrder[3])
    }
  })

  test('a settled frame becomes a checkpoint once, in order of epochs', () => {
    const data = [frame(2), frame(0), frame(1), frame(1, { kl: 0.5 })].map(asEvent).reduce(foldEmbeddingEvent, noEmbedding)
    const { checkpoints } = selectMap(ref.runId, ref.trialId)(data)
    expect(checkpoints.map((c) => [c.epoch, c.kl])).toEqual([
      [0, 1],
      [1, 0.5],
      [2, 1],
    ])
  })

  test('memory is bounded: the least recently used frames leave, the newest stays', () => {
    const count = 100_000
    const size = frameBytes(frame(0, {}, count))
    let data = noEmbedding
    for (let epoch = 0; epoch < 40; epoch++) data = foldEmbeddingEvent(data, asEvent(frame(epoch, {}, count)))
    const kept = Object.values(data.frames)
    expect(kept.length * size).toBeLessThanOrEqual(FRAME_BYTES_KEPT)
    expect(kept.at(-1)?.epoch).toBe(39)
    expect(selectMap(ref.runId, ref.trialId)(data).checkpoints).toHaveLength(40)
  })

  test('memory is bounded: maps beyond the limit leave with their frames', () => {
    let data = noEmbedding
    for (let i = 0; i <= MAPS_KEPT; i++) {
      data = foldEmbeddingEvent(data, { name: 'embedding.points', payload: points(3, `dann-${i}`) })
      data = foldEmbeddingEvent(data, asEvent(frame(0, { trialId: `dann-${i}` })))
    }
    expect(Object.keys(data.maps)).toHaveLength(MAPS_KEPT)
    expect(data.maps['run-1/dann-0']).toBeUndefined()
    expect(Object.values(data.frames).some((kept) => kept.trialId === 'dann-0')).toBe(false)
  })

  test('points of another size drop frames that no longer fit them', () => {
    const data = [asEvent(frame(1)), { name: 'embedding.points', payload: points(5) } as const].reduce<typeof noEmbedding>(
      foldEmbeddingEvent,
      noEmbedding,
    )
    expect(selectMap(ref.runId, ref.trialId)(data).latest).toBeNull()
  })

  test('opening a finished trial reads its points and its last settled frame', async () => {
    const { client } = scriptedEngine({
      'embedding.open': async () => ({ points: points(3), checkpoints: [frame(0), frame(4)] }),
      'embedding.frame': async ({ epoch }) => frame(epoch),
    })
    const store = createEmbeddingStore({ engine: client })
    await store.getState().open(ref.runId, ref.trialId)
    const map = selectMap(ref.runId, ref.trialId)(store.getState())
    expect(map.latest?.epoch).toBe(4)
    expect(map.checkpoints.map((c) => c.epoch)).toEqual([0, 4])
    expect(store.getState().readings['run-1/dann-0']).toEqual({ state: 'read' })
  })

  test('a frame that streams in while a trial is opened is not replaced by an older one from disk', async () => {
    const engine = scriptedEngine({
      'embedding.open': async () => {
        engine.emit('embedding.frame', frame(5, { phase: 'optimising' }))
        return { points: points(3), checkpoints: [frame(4)] }
      },
    })
    const store = createEmbeddingStore({ engine: engine.client })
    store.getState().connect()
    await store.getState().open(ref.runId, ref.trialId)
    expect(selectMap(ref.runId, ref.trialId)(store.getState()).latest?.epoch).toBe(5)
    expect(engine.calls).toEqual(['embedding.open'])
  })

  test('a checkpoint is read from disk once and from memory after that', async () => {
    const engine = scriptedEngine({ 'embedding.frame': async ({ epoch }) => frame(epoch) })
    const store = createEmbeddingStore({ engine: engine.client })
    await store.getState().frameAt(ref.runId, ref.trialId, 3)
    await store.getState().frameAt(ref.runId, ref.trialId, 3)
    expect(engine.calls).toEqual(['embedding.frame'])
  })

  test('what the engine says when a map cannot be made is kept in its words', async () => {
    const store = createEmbeddingStore({
      engine: scriptedEngine({
        'embedding.open': () =>
          Promise.reject(new AppError('invalid-input', '60 points are too few for perplexity 30.', 'Use perplexity 19 or less.')),
      }).client,
    })
    await store.getState().open(ref.runId, ref.trialId)
    expect(store.getState().readings['run-1/dann-0']).toMatchObject({ state: 'failed', failure: { hint: 'Use perplexity 19 or less.' } })
  })

  test('a removed run takes its maps along', () => {
    const engine = scriptedEngine({})
    const store = createEmbeddingStore({ engine: engine.client })
    store.getState().connect()
    engine.emit('embedding.frame', frame(1))
    engine.emit('run.removed', { runId: ref.runId })
    expect(store.getState().maps).toEqual({})
    expect(store.getState().frames).toEqual({})
  })
})
