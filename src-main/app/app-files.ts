/** The application's own files within the home folder, apart from studies and runs. */
import { join } from 'node:path'

export interface AppFiles {
  /** Chromium's profile; one per home folder, so that tests and classrooms do not share one. */
  readonly userData: string
  readonly preferences: string
  readonly windowState: string
  readonly log: string
}

export function locateAppFiles(home: string): AppFiles {
  const userData = join(home, 'app')
  return {
    userData,
    preferences: join(userData, 'preferences.json'),
    windowState: join(userData, 'window.json'),
    log: join(home, 'logs', 'main.log'),
  }
}
