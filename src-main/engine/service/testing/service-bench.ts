/** A service on a home folder of its own with two small domains to train on, and short ways to ask it for runs. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineContract } from '@shared/contract/engine'
import { type RunRecord, RunRequest } from '@shared/domain/run'
import type { Handlers } from '@shared/rpc/types'
import { RunFolder } from '../../../storage/run-folder'
import { createEngineService, type EngineService } from '../engine-service'
import { writeBarsAndCrosses } from './bars-and-crosses'
import { createMapWorker } from './map-worker'

/** Side of the images, in pixels. */
export const size = 8
const perClass = 24
const signal = new AbortController().signal

export class ServiceBench {
  readonly service: EngineService
  private readonly events: { readonly event: string; readonly payload: unknown }[] = []
  private readonly listeners = new Set<() => void>()

  /** `root` holds the domains `source` and `target`, and the home. */
  private constructor(readonly root: string) {
    this.service = this.openService()
  }

  static async open(): Promise<ServiceBench> {
    const root = await mkdtemp(join(tmpdir(), 'shiftlab-service-'))
    await writeBarsAndCrosses(join(root, 'source'), { size, perClass, seed: 1 })
    await writeBarsAndCrosses(join(root, 'target'), { size, perClass, seed: 2, tint: [1, 0.6, 0.3] })
    return new ServiceBench(root)
  }

  async close(): Promise<void> {
    await this.service.shutdown()
    await rm(this.root, { recursive: true, force: true })
  }

  get handlers(): Handlers<EngineContract> {
    return this.service.handlers
  }

  /** Another service on the same domains; one without a name shares the home. */
  openService(name = ''): EngineService {
    return createEngineService({
      home: join(this.root, `home${name}`),
      cacheFolder: join(this.root, `cache${name}`),
      builtInFolder: join(this.root, 'built-in'),
      emit: (event, payload) => {
        this.events.push({ event, payload })
        for (const listener of this.listeners) listener()
      },
      log: () => undefined,
      maps: 'last-epoch',
      createMapWorker,
    })
  }

  folder(name: string): RunRequest['source'] {
    return { kind: 'folder', path: join(this.root, name) }
  }

  /** DANN with a small network for two epochs, alone unless methods are named. */
  request(patch: Partial<RunRequest>): RunRequest {
    return RunRequest.parse({
      source: this.folder('source'),
      target: this.folder('target'),
      images: { imageSize: size },
      testFraction: 0.25,
      methods: ['dann'],
      backbone: 'mlp',
      epochs: 2,
      batch: 8,
      seeds: [0],
      bare: patch.methods === undefined,
      ...patch,
    })
  }

  async start(wanted: RunRequest, out?: string): Promise<RunRecord> {
    const place = out === undefined ? {} : { folder: out }
    return this.handlers['runs.start']({ studyId: null, request: wanted, ...place }, { signal })
  }

  async runToEnd(wanted: RunRequest, out?: string): Promise<RunRecord> {
    const record = await this.start(wanted, out)
    return this.service.runs.whenSettled(record.id)
  }

  async weightsOf(wanted: RunRequest): Promise<string> {
    return this.weightsIn(await this.runToEnd(wanted))
  }

  async weightsIn(record: RunRecord): Promise<string> {
    const result = await new RunFolder(record.folder).readResult()
    const weights = result?.runs.find((run) => run.method === 'dann')?.weightsSha256
    if (weights === undefined) throw new Error(`no dann weights in ${record.folder}: ${record.failure?.message}`)
    return weights
  }

  latest(event: string, runId: string): unknown {
    return this.events.findLast(({ event: name, payload }) => {
      const { runId: of, id } = payload as { runId?: string; id?: string }
      return name === event && (of ?? id) === runId
    })?.payload
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.listeners.delete(listener)
          resolve()
        }
        this.listeners.add(listener)
      })
    }
  }
}
