/** A name that is not taken. */
import { existsSync } from 'node:fs'

/** `<path><ending>`, or the first `<path>-<n><ending>` that is not there yet. */
export function freePath(path: string, ending: string): string {
  let free = `${path}${ending}`
  for (let count = 2; existsSync(free); count++) free = `${path}-${count}${ending}`
  return free
}
