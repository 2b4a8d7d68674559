/** Reads what is pinned under resources/runtime: names, versions, hashes, sizes and licences of everything set-up fetches. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The content of `resources/runtime/<name>.json`. */
export const readPins = (paths, name) => JSON.parse(readFileSync(join(paths.pins, `${name}.json`), 'utf8'))
