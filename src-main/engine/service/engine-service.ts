/** The engine: handlers for every command of the contract over one home folder. */
import type { EngineContract } from '@shared/contract/engine'
import type { Emit, Handlers } from '@shared/rpc/types'
import { HomeFolder } from '../../storage/home-folder'
import type { WorkerLike } from '../analysis/feature-map'
import { alone, type Crew } from '../analysis/threads/crew'
import { listBackbones } from '../backbones/registry'
import { describeDevice } from '../backend/device'
import { builtInPairs } from '../data/built-in-pairs'
import { checkPair } from '../data/check-pair'
import type { DecodingThreads } from '../data/decoding/open-threads'
import { sampleStrip } from '../data/sample-strip'
import { listMethods } from '../methods/registry'
import { pretrainedSpaceOpener } from '../pretrained/pretrained-space'
import { alignmentHandlers } from './alignment-commands'
import { backboneHandlers } from './backbone-commands'
import { createCampaignHandlers } from './campaign-commands'
import { CampaignService } from './campaign-service'
import { CampaignStore } from './campaign-store'
import { createComparingHandlers } from './comparing-commands'
import { DomainStore } from './domain-store'
import type { RunEnvironment } from './execute-run'
import { createExportHandlers } from './export-commands'
import { createGeneralizationHandlers } from './generalization-commands'
import { createInspectionCommands } from './inspection-commands'
import { openMap, readMapFrame, readMapNeighbours } from './map-store'
import { createMapStream } from './map-stream'
import { openFeatures, type TrialFeatures } from './open-features'
import { createRecipeHandlers } from './recipe-commands'
import { createRecognitionHandlers } from './recognition-commands'
import { createReductionHandlers } from './reduction-commands'
import { RunManager } from './run-manager'
import { createScheduleHandlers } from './schedule-commands'
import { createShiftHandlers } from './shift-commands'
import { createStreamHandlers } from './stream-commands'
import { createStudies } from './studies'
import { engineVersions } from './versions'

export interface EngineServiceOptions {
  /** Studies, runs and the trash live here. */
  readonly home: string
  /** Decoded images; may be deleted at any time. */
  readonly cacheFolder: string
  /** Data of the built-in pairs, put there by the set-up. */
  readonly builtInFolder: string
  readonly emit: Emit<EngineContract>
  readonly log: (line: string) => void
  /** Feature maps: of every checkpoint where somebody watches, of the last one where only the report shows them. */
  readonly maps: RunEnvironment['maps']
  readonly createMapWorker: () => WorkerLike
  /** Threads that share what the engine's own computes in JavaScript, closed with the service; none unless stated. */
  readonly crew?: Crew
  /** Threads that decode the files of long imports, closed with the service; none unless stated. */
  readonly decodingThreads?: DecodingThreads
}

export interface EngineService {
  readonly handlers: Handlers<EngineContract>
  readonly runs: RunManager
  readonly domains: DomainStore
  readonly campaigns: CampaignService
  /** Features of a trial at its last checkpoint, for the command line. */
  openFeatures(runId: string, trialId: string, signal: AbortSignal): Promise<TrialFeatures>
  /** Whether a run trains by itself. */
  busy(): boolean
  /** Stops the active run with its checkpoint kept. */
  shutdown(): Promise<void>
}

export function createEngineService(options: EngineServiceOptions): EngineService {
  const { log, crew = alone } = options
  const home = new HomeFolder(options.home)
  const emit: Emit<EngineContract> = (event, payload) => {
    if (event === 'run.progress') runs.noteProgress(payload as Parameters<RunManager['noteProgress']>[0])
    options.emit(event, payload)
  }
  const domains = new DomainStore(options, (progress) => emit('data.progress', progress))
  const runs = new RunManager({
    home,
    device: describeDevice,
    versions: engineVersions(),
    log,
    environment: {
      domains,
      emit,
      cacheFolder: options.cacheFolder,
      maps: options.maps,
      openMap: (journal, trial, pair) => createMapStream({ journal, trial, pair, emit, log, createWorker: options.createMapWorker }),
    },
  })
  const campaigns = new CampaignService({
    store: new CampaignStore(home),
    runs,
    domains,
    onChange: (campaign) => emit('campaign.changed', campaign),
    log,
  })
  const studies = createStudies(home)
  const shift = createShiftHandlers({ domains, runs, crew })

  const handlers: Handlers<EngineContract> = {
    ...shift.handlers,
    ...createStreamHandlers({ domains, runs, findScene: shift.find, home, emit }),
    'device.describe': () => describeDevice(),
    'methods.list': () => listMethods(),
    'backbones.list': () => listBackbones(),
    ...backboneHandlers,
    'pairs.list': () => [...builtInPairs],

    'data.import': async (input, { signal }) => (await domains.import(input, signal)).summary,
    'data.check': async (input, { signal }) => {
      const { source, target } = await domains.pair(input, signal)
      return checkPair(source, target, input)
    },
    'data.images': async ({ indices, count, ...ref }, { signal }) =>
      sampleStrip(await domains.get(ref, signal), indices === undefined ? { count } : { indices }),

    ...createInspectionCommands({ domains, home, openFeatures: pretrainedSpaceOpener(options.builtInFolder) }),

    'studies.list': () => home.listStudies(),
    'studies.create': (input) => studies.create(input),
    'studies.update': (input) => studies.update(input),
    'studies.remove': async ({ studyId }) => {
      await studies.remove(studyId, await runs.list())
      return {}
    },
    'studies.restore': ({ studyId }) => home.restoreStudy(studyId),

    'runs.start': (input) => runs.start(input),
    'runs.pause': ({ runId }) => runs.pause(runId),
    'runs.resume': ({ runId }) => runs.resume(runId),
    'runs.cancel': ({ runId }) => runs.cancel(runId),
    'runs.list': () => runs.list(),
    'runs.open': ({ folder }) => runs.open(folder),
    'runs.get': ({ runId }) => runs.get(runId),
    'runs.metrics': ({ runId, trialId }) => runs.metrics(runId, trialId),
    ...createComparingHandlers(runs, domains),
    ...createGeneralizationHandlers(runs),
    ...createRecognitionHandlers(runs, domains),
    'runs.queue': () => ({ runIds: runs.queue() }),
    'runs.move': ({ runId, before }) => ({ runIds: runs.move(runId, before) }),
    ...createScheduleHandlers(runs),
    ...createReductionHandlers({ domains, runs, home, emit }),
    'runs.remove': async ({ runId }) => {
      await runs.remove(runId)
      return {}
    },
    'runs.restore': ({ runId }) => runs.restore(runId),

    'embedding.open': async ({ runId, trialId }) => openMap((await runs.find(runId)).folder.trial(trialId)),
    'embedding.frame': async ({ runId, trialId, epoch, method }) =>
      readMapFrame((await runs.find(runId)).folder.trial(trialId), epoch, method),
    'embedding.neighbours': async ({ runId, trialId, epoch, point, count }) =>
      readMapNeighbours((await runs.find(runId)).folder.trial(trialId), { epoch, point, count }),
    ...alignmentHandlers(runs, domains),
    ...createRecipeHandlers({ domains, runs, emit }),
    ...createCampaignHandlers(campaigns),
    ...createExportHandlers({ domains, runs, emit }),
  }
  return {
    handlers,
    runs,
    domains,
    campaigns,
    openFeatures: async (runId, trialId, signal) => openFeatures(domains, await runs.find(runId), trialId, signal),
    busy: () => runs.busy(),
    async shutdown() {
      await runs.shutdown()
      shift.dispose()
      crew.close()
      options.decodingThreads?.close()
    },
  }
}
