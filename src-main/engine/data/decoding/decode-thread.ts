/** The thread that decodes a part of a large import's files. */
import { parentPort } from 'node:worker_threads'
import { serveDecoding } from './serve-decoding'

if (parentPort) serveDecoding(parentPort)
