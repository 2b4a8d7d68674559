/** What `npm start` does where no window can open: a short training on the built-in digits that ends with a report in a folder. */
import { accessSync, constants, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { launchEnvironment } from './launch-environment.mjs'
import { runChild } from './run-child.mjs'

/** `shiftlab-demo-20260131-142530` in the home folder, or in the working folder where home cannot be written. */
export function demonstrationFolder({ home = homedir(), cwd = process.cwd(), now = new Date(), isWritable = writable } = {}) {
  const pad = (value) => String(value).padStart(2, '0')
  const day = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`
  const time = `${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`
  return join(isWritable(home) ? home : cwd, `shiftlab-demo-${day}-${time}`)
}

function writable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Runs the demonstration and returns the exit status; its last line names the report. */
export async function runDemonstration(context, reason) {
  const folder = demonstrationFolder({ cwd: context.env.INIT_CWD ?? process.cwd() })
  process.stderr.write(`No window can open here (${reason}): running the built-in demonstration without one.\n`)
  const lab = join(context.paths.output, 'main', 'lab.js')
  const request = ['run', '--pair', 'digits-textured', '--method', 'dann', '--seeds', '0', '--epochs', '3', '--out', folder]
  const status = await runChild(process.execPath, [lab, ...request], { cwd: context.paths.root, env: launchEnvironment(context) })
  if (status !== 0) return status
  const report = join(folder, 'report.html')
  process.stdout.write(`The report is at ${existsSync(report) ? report : folder}\n`)
  return 0
}
