/** Test-time adaptation beside a scene: a copy of its model answers batch after batch of its shifted images, and learns from each. */
import { randomBytes } from 'node:crypto'
import type { StreamCloud, LiveStream as StreamRecord, StreamStep } from '@shared/domain/live-stream'
import type { Overrides } from '@shared/domain/run'
import type { ShiftStack } from '@shared/domain/shift'
import type { Tensor4D } from '../backend/tensorflow'
import { accuracyPct } from '../evaluation/accuracy'
import type { Session } from '../methods/method'
import { resolveParams } from '../methods/resolve-params'
import { createRandom, type RandomStream } from '../nn/random'
import { answerBatch } from '../test-time/answer-batch'
import { brokenAssumptions, classExcessOf } from '../test-time/broken-assumptions'
import { type CollapseGuard, createCollapseGuard } from '../test-time/collapse-guard'
import { createLayerWatch, type LayerWatch } from '../test-time/layer-changes'
import { findStreamMethod } from '../test-time/registry'
import type { StreamMethodDefinition, StreamModel, StreamSession } from '../test-time/stream-method'
import { argMaxRows } from '../training/predict'
import type { DomainStore } from './domain-store'
import { openTrial } from './open-trial'
import type { SceneRequest, ShiftScene } from './shift-scene'
import { streamContextOf } from './stream-context'

export interface LiveStreamRequest {
  readonly scene: ShiftScene
  readonly run: SceneRequest['run']
  readonly method: string
  readonly settings: Overrides
  readonly seed: number
}

/** Images answered at a time, or all there are. */
const batchImages = 64
/** Batches looked back at for the mix of classes. */
const lookBack = 16

interface StreamParts {
  readonly record: StreamRecord
  readonly scene: ShiftScene
  readonly method: StreamMethodDefinition
  /** The network of `copy`. */
  readonly model: StreamModel
  /** Adapts it. */
  readonly session: StreamSession
  readonly copy: Session
  /** Of the order of the images. */
  readonly random: RandomStream
}

export class LiveStream {
  private readonly guard: CollapseGuard
  private readonly watch: LayerWatch
  private readonly detach: () => void
  /** Batches since the last reset. */
  private steps = 0
  /** Source predictions of the last batches under the same stack: another one changes what the source model says of all classes. */
  private recent: { readonly stack: string; readonly source: Int32Array }[] = []
  private closed = false

  constructor(private readonly parts: StreamParts) {
    this.guard = createCollapseGuard(parts.scene.record.classNames.length)
    this.watch = createLayerWatch(parts.model, parts.session)
    this.detach = parts.scene.attach(this)
  }

  get record(): StreamRecord {
    return this.parts.record
  }

  /** False once it or its scene was disposed. */
  get open(): boolean {
    return !this.closed
  }

  /** Every value that adapting has changed or may change, by name, for comparison. */
  get adapted(): StreamSession['adapted'] {
    return this.parts.session.adapted
  }

  /** Predicts the next batch under the stack, then learns from it. Labels are looked at for the error alone. */
  step(stack: ShiftStack): StreamStep {
    const { scene, session } = this.parts
    const classes = scene.record.classNames.length
    const indices = this.nextIndices()
    const x = scene.batch(stack, indices)
    try {
      const source = argMaxRows(scene.predict(x), classes)
      const startedMs = performance.now()
      const { adapted, entropy, confidence, metrics } = this.watch.during(() => answerBatch(session, x, { classes, count: indices.length }))
      const tookMs = performance.now() - startedMs
      this.steps += 1
      const key = JSON.stringify(stack)
      this.recent = [...this.recent.filter((one) => one.stack === key), { stack: key, source }].slice(-lookBack)
      const collapsed = this.guard.observe(adapted, source)
      return {
        step: this.steps,
        errorPct: this.errorPct(adapted, indices),
        withoutAdaptation: { errorPct: this.errorPct(source, indices) },
        entropy,
        confidencePct: 100 * confidence,
        metrics,
        layers: this.watch.changes(),
        event: collapsed ? 'collapse' : null,
        notes: this.notes(collapsed),
        tookMs,
      }
    } finally {
      x.dispose()
    }
  }

  /** The scene's images as the adapted copy sees them now: places on the map and what it says of each. */
  async place(stack: ShiftStack, signal: AbortSignal): Promise<StreamCloud> {
    const { scene, session, model } = this.parts
    const { features: extractor, head } = model.network
    const look = (x: Tensor4D) => {
      const features = extractor.forward(x, session.pass)
      return { features, logits: head.forward(features, session.pass) }
    }
    return scene.lookThrough(look, stack, signal)
  }

  /** The source model bit by bit, and the order of the images from its start. */
  reset(): void {
    this.parts.session.reset()
    this.guard.forget()
    this.steps = 0
    this.recent = []
  }

  dispose(): void {
    if (this.closed) return
    this.closed = true
    this.detach()
    this.parts.session.dispose()
    this.parts.copy.dispose()
  }

  /** A new shuffled order for every pass through the images; a rest smaller than a batch is left out. */
  private nextIndices(): Int32Array {
    const { scene, record, random } = this.parts
    const batches = Math.floor(scene.record.count / record.batch)
    const order = random.fork(`pass ${Math.floor(this.steps / batches)}`).permutation(scene.record.count)
    const start = (this.steps % batches) * record.batch
    return order.slice(start, start + record.batch)
  }

  private errorPct(prediction: Int32Array, indices: Int32Array): number | null {
    const { labels, images } = this.parts.scene.record
    return images === 'source-test'
      ? 100 -
          accuracyPct(
            prediction,
            indices.map((index) => labels[index]),
          )
      : null
  }

  private notes(collapsed: boolean): string[] {
    const { method, record } = this.parts
    const notes = brokenAssumptions(method, { batch: record.batch, classExcess: classExcessOf(this.recent.map(({ source }) => source)) })
    if (collapsed) notes.push('Nearly everything is given one class, unlike the source model’s answers. Go back to the source model.')
    return notes
  }
}

/** Throws `not-found` for an unknown method, `invalid-input` for settings or a network that it cannot work with. Reads no label of the target. */
export async function openLiveStream(domains: DomainStore, request: LiveStreamRequest, signal: AbortSignal): Promise<LiveStream> {
  const { scene, run, settings, seed } = request
  const method = findStreamMethod(request.method)
  const params = resolveParams(method.params, settings)
  const trial = await openTrial(domains, run, scene.record.trialId, signal)
  try {
    scene.copyModelTo(trial.session)
    const random = createRandom(`stream/${seed}`)
    const context = streamContextOf(trial, random.fork('method'))
    return new LiveStream({
      record: {
        streamId: randomBytes(6).toString('hex'),
        sceneId: scene.record.sceneId,
        method: method.id,
        batch: Math.min(batchImages, scene.record.count),
      },
      scene,
      method,
      model: context.model,
      session: method.start(context, params),
      copy: trial.session,
      random: random.fork('order'),
    })
  } catch (error) {
    trial.session.dispose()
    throw error
  }
}
