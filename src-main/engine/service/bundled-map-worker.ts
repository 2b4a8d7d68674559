/** Starts the map worker from the build, wherever the bundler put the code that asks for it. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectFolder } from '../../storage/locations'
import { openMapWorker, type WorkerLike } from '../analysis/feature-map'

export function openBundledMapWorker(): WorkerLike {
  return openMapWorker(pathToFileURL(join(projectFolder(), 'out', 'main', 'tsne-worker.js')))
}
