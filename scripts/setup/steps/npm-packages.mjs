/** The npm packages, exactly as locked, without running their install scripts. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lastReason, runCommand } from '../command.mjs'
import { npmCommand } from '../npm.mjs'
import { formatBytes } from '../progress.mjs'
import { SetupProblem } from '../setup-problem.mjs'
import { sha256 } from '../sha256.mjs'

const watchMs = 1_000

/** npm writes this file when it has finished, and `npm ci` deletes it first. */
const receipt = (paths) => join(paths.nodeModules, '.package-lock.json')

export const npmPackages = {
  id: 'npm-packages',
  title: 'npm packages',
  needs: ({ paths }) => [{ folder: paths.root, bytes: 700e6 }],
  inputs: ({ paths }) => ({ lock: sha256(readFileSync(paths.packageLock)) }),
  present: ({ paths }) => existsSync(receipt(paths)),
  run: installPackages,
}

async function installPackages({ paths, env, report, log, client = runCommand }) {
  const expected = lockedFolders(paths)
  const [program, leading] = npmCommand(env)
  let child = null
  report.update('npm ci')
  const timer = setInterval(() => {
    const there = expected.filter((folder) => existsSync(join(paths.root, folder, 'package.json'))).length
    const written = writtenBytes(child?.pid)
    report.update(`${there} of ${expected.length} packages${written ? `, ${formatBytes(written)} written to disk` : ''}`)
  }, watchMs)
  try {
    const args = [...leading, 'ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http']
    const result = await client(program, args, { cwd: paths.root, env, log, onStart: (started) => (child = started) })
    if (result.code !== 0) throw problemOf(result)
  } finally {
    clearInterval(timer)
  }
  return { summary: `${expected.filter((folder) => existsSync(join(paths.root, folder))).length} packages`, packages: expected.length }
}

/** The folders of all packages that this platform is meant to get; what is optional without naming a system belongs to other systems' packages. */
function lockedFolders({ packageLock }) {
  const { packages } = JSON.parse(readFileSync(packageLock, 'utf8'))
  const libc = libcHere()
  return Object.entries(packages)
    .filter(([folder]) => folder !== '')
    .filter(([, entry]) => fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && fits(entry.libc, libc))
    .filter(([, entry]) => !entry.optional || entry.os)
    .map(([folder]) => folder)
}

/** Which C library Node runs on, as npm calls it. */
const libcHere = () =>
  process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'

const fits = (allowed, value) =>
  !allowed || allowed.includes(value) || (allowed.every((name) => name.startsWith('!')) && !allowed.includes(`!${value}`))

/** What npm has written to disk so far, as Linux counts it; 0 where that is not told. */
function writtenBytes(pid) {
  try {
    return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function problemOf(result) {
  const what = `npm could not install the packages (${lastReason(result)})`
  if (result.missing) return new SetupProblem('npm was not found beside Node', 'install npm and run the command again')
  if (/ENOSPC|no space left/i.test(result.output)) return new SetupProblem(what, 'free some disk space and run the command again')
  if (/EUSAGE|in sync/.test(result.output))
    return new SetupProblem(what, 'bring package-lock.json in line with `npm install` and run the command again')
  return new SetupProblem(what, 'check the network or the registry in your npm configuration and run the command again')
}
