/** Starts threads from the build, wherever the bundler put the code that asks for them. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectFolder } from '../../storage/locations'
import { openMapWorker, type WorkerLike } from '../analysis/feature-map'
import type { Crew } from '../analysis/threads/crew'
import { openCrew } from '../analysis/threads/open-crew'
import { type DecodingThreads, openThreads } from '../data/decoding/open-threads'

export function openBundledMapWorker(): WorkerLike {
  return openMapWorker(script('tsne-worker.js'), script('tsne-helper.js'))
}

/** For what the calling thread computes itself. */
export function openBundledCrew(): Crew {
  return openCrew({ script: script('tsne-helper.js') })
}

export function openBundledDecodingThreads(log: (line: string) => void): DecodingThreads {
  return openThreads({ script: script('decode-thread.js'), log })
}

function script(name: string): URL {
  return pathToFileURL(join(projectFolder(), 'out', 'main', name))
}
