/** The thread that feature maps are computed in. */
import { parentPort } from 'node:worker_threads'
import { serveMap } from './serve-map'

if (parentPort) serveMap(parentPort)
