/** Handlers of the inspection part of the contract. */
import type { EngineContract } from '@shared/contract/engine'
import type { inspectionCommands } from '@shared/contract/parts/inspection'
import type { Handlers } from '@shared/rpc/types'
import type { HomeFolder } from '../../storage/home-folder'
import { countTarget } from '../data/count-target'
import { inspectPair } from '../inspection/inspect-pair'
import type { OpenPretrainedSpace } from '../pretrained/pretrained-space'
import { inspectionReport } from '../reporting/inspection-report'
import type { DomainStore } from './domain-store'

export function createInspectionCommands({
  domains,
  home,
  openFeatures,
}: {
  readonly domains: DomainStore
  readonly home: HomeFolder
  readonly openFeatures: OpenPretrainedSpace
}): Pick<Handlers<EngineContract>, keyof typeof inspectionCommands> {
  return {
    'inspection.look': async (input, { signal }) => inspectPair({ ...input, ...(await domains.pair(input, signal)), openFeatures, signal }),
    'inspection.report': async ({ title, ...input }, { signal }) => {
      const pair = await domains.pair(input, signal)
      return {
        html: await inspectionReport({ title, ...pair, inspection: await inspectPair({ ...input, ...pair, openFeatures, signal }) }),
      }
    },
    'inspection.countTarget': async ({ studyId, purpose, ...target }, { signal }) => {
      await home.readStudy(studyId)
      const domain = await domains.get({ ...target, role: 'target' }, signal)
      return countTarget(domain, purpose, (entry) => home.appendStudyLedger(studyId, { ...entry, time: new Date().toISOString() }))
    },
    'inspection.ledger': ({ studyId }) => home.readStudyLedger(studyId),
  }
}
