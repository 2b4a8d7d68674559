/** One small file per finished step: the hash of what went into it and what came out. It is written last, so its presence means done. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileAtomic } from './atomic.mjs'

const fileOf = (folder, id) => join(folder, `${id}.json`)

/** `{inputs, details}` of a finished step; null where there is none or it cannot be read. */
export function readMarker(folder, id) {
  try {
    const marker = JSON.parse(readFileSync(fileOf(folder, id), 'utf8'))
    return typeof marker.inputs === 'string' ? marker : null
  } catch {
    return null
  }
}

/** Records that a step is finished; `details` is what later runs and the doctor want to know about it. */
export function writeMarker(folder, id, { inputs, details }) {
  writeFileAtomic(fileOf(folder, id), `${JSON.stringify({ inputs, details }, null, 2)}\n`)
}

/** Forgets a step; done before its work starts, so that a kill in the middle cannot leave an old marker beside new ruins. */
export function removeMarker(folder, id) {
  rmSync(fileOf(folder, id), { force: true })
}
