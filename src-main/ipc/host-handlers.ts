/** Answers what the window asks of the main process; everything Electron is injected. */
import { access } from 'node:fs/promises'
import type { ParsedInput } from '@shared/contract/define'
import { AppError } from '@shared/contract/failure'
import type { EngineHealth, HostContract, Preferences } from '@shared/contract/host'
import type { Handlers } from '@shared/rpc/types'
import { resolveReportFile } from './report-file'

export interface HostServices {
  /** Absolute path of the chosen folder, or null when the dialog is dismissed. */
  chooseFolder(title: string): Promise<string | null>
  /** Absolute path of the chosen CSV file, or null when the dialog is dismissed. */
  chooseList(title: string): Promise<string | null>
  showInFolder(path: string): void
  /** Opens a file with the system's application for it; resolves with the reason when that failed, else with ''. */
  openFile(path: string): Promise<string>
  copyText(text: string): void
  readonly preferences: {
    get(): Preferences
    set(preferences: Preferences): Promise<Preferences>
  }
  readonly about: { readonly version: string; readonly electron: string; readonly sandboxNote: string | null; readonly home: string }
  readonly engine: {
    health(): EngineHealth
    start(): void
  }
  /** Makes a port to the engine and sends it to the window. Throws `engine-crashed` while the engine is not ready. */
  sendEnginePort(): void
}

export function createHostHandlers(services: HostServices): Handlers<HostContract> {
  const { preferences, about, engine } = services
  return {
    'host.chooseFolder': ({ title }) => services.chooseFolder(title),
    'host.chooseList': ({ title }) => services.chooseList(title),
    async 'host.showInFolder'({ path }) {
      await access(path).catch(() => {
        throw new AppError('not-found', `${path} is no longer there.`, 'It may have been moved or deleted outside of Shiftlab.', 'path')
      })
      services.showInFolder(path)
      return {}
    },
    async 'host.openReport'({ path }) {
      const file = await resolveReportFile(path)
      const reason = await services.openFile(file)
      if (reason !== '') {
        throw new AppError('not-found', `No application could open the report: ${reason}`, `Open ${file} in a browser by hand.`)
      }
      return {}
    },
    'host.preferences': () => preferences.get(),
    'host.setPreferences': (change) => preferences.set(mergePreferences(preferences.get(), change)),
    'host.about': () => ({ ...about, sandboxed: about.sandboxNote === null }),
    'host.engineHealth': () => engine.health(),
    'host.restartEngine': () => {
      engine.start()
      return engine.health()
    },
    'host.connectEngine': () => {
      services.sendEnginePort()
      return {}
    },
    'host.copyText': ({ text }) => {
      services.copyText(text)
      return {}
    },
  }
}

/** What is absent or undefined in the change stays as it is. */
function mergePreferences(current: Preferences, change: ParsedInput<HostContract, 'host.setPreferences'>): Preferences {
  return {
    theme: change.theme ?? current.theme,
    singleKeys: change.singleKeys ?? current.singleKeys,
    projector: change.projector ?? current.projector,
    lastStudyId: change.lastStudyId === undefined ? current.lastStudyId : change.lastStudyId,
  }
}
