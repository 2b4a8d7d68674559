/** Where Shiftlab keeps things on this machine; each place can be moved with an environment variable. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Locations {
  /** Studies, runs, preferences and logs. `SHIFTLAB_HOME`, else `~/Shiftlab`. */
  readonly home: string
  /** Decoded images; safe to delete. `SHIFTLAB_CACHE`, else `$XDG_CACHE_HOME/shiftlab`. */
  readonly cacheFolder: string
  /** Data of the built-in pairs, made by the set-up. `SHIFTLAB_BUILT_IN`, else `.runtime/data` of the project. */
  readonly builtInFolder: string
}

export function findLocations(environment: Readonly<Record<string, string | undefined>> = process.env): Locations {
  const cacheHome = environment.XDG_CACHE_HOME || join(homedir(), '.cache')
  return {
    home: resolve(environment.SHIFTLAB_HOME || join(homedir(), 'Shiftlab')),
    cacheFolder: resolve(environment.SHIFTLAB_CACHE || join(cacheHome, 'shiftlab')),
    builtInFolder: resolve(environment.SHIFTLAB_BUILT_IN || join(projectFolder(), '.runtime', 'data')),
  }
}

/** The folder that holds package.json, wherever the bundler put this module below it. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}
