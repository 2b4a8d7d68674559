/** A thread that takes parts of another thread's work: of a map, or of images that are shifted and placed in one. */
import { workerData } from 'node:worker_threads'
import type { HelperStart } from './threads/open-crew'
import { serveCrew } from './threads/serve-crew'

serveCrew(workerData as HelperStart)
