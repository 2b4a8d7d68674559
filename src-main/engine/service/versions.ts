/** Versions written into every run, so that a result says what made it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectFolder } from '../../storage/locations'
import { describeDevice } from '../backend/device'
import { tf } from '../backend/tensorflow'

export function engineVersions(): Readonly<Record<string, string>> {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(projectFolder(), 'package.json'), 'utf8')))
  return {
    shiftlab: version,
    tensorflow: describeDevice().tensorflow,
    tfjs: tf.version.tfjs,
    node: process.versions.node,
    ...(process.versions.electron === undefined ? {} : { electron: process.versions.electron }),
  }
}
