/** The thread that feature maps are computed in. */
import { parentPort, workerData } from 'node:worker_threads'
import type { MapWorkerData } from './map-messages'
import { serveMap } from './serve-map'
import { openCrew } from './threads/open-crew'

if (parentPort) serveMap(parentPort, { crew: openCrew({ script: new URL((workerData as MapWorkerData).helper) }) })
