/** At the first start: how TensorFlow trains fastest on this machine, measured before the window opens and kept in the home folder. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { launchEnvironment } from './launch-environment.mjs'
import { runChild } from './run-child.mjs'

/** A failure is left to the engine to report: the usual settings serve until `lab device --measure` succeeds. */
export async function measureOnce(context) {
  const home = context.env.SHIFTLAB_HOME || join(homedir(), 'Shiftlab')
  if (existsSync(join(home, 'native-settings.json'))) return
  const lab = join(context.paths.output, 'main', 'lab.js')
  await runChild(process.execPath, [lab, 'device', '--measure'], {
    env: launchEnvironment(context),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
