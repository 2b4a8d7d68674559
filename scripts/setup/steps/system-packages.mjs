/** What only the system can provide: the libraries Electron links to, a virtual display for tests, a compiler and pip. */
import { findProgram, lastReason, runCommand } from '../command.mjs'
import { readPins } from '../pins.mjs'
import { findPip } from '../pip.mjs'
import { tensorflowRoute } from '../platform.mjs'
import { SetupProblem } from '../setup-problem.mjs'
import { noCompiler } from './binding.mjs'
import { noPip, wheelsCached } from './tensorflow.mjs'

export const systemPackages = {
  id: 'system-packages',
  title: 'System packages',
  needs: () => [],
  inputs: ({ paths, machine }) => ({ pins: readPins(paths, 'system-packages'), platform: machine.platform, arch: machine.arch }),
  present: (_context, { complete }) => complete === true,
  run: provideSystemPackages,
}

async function provideSystemPackages(context) {
  const { machine, report } = context
  if (machine.platform !== 'linux') return { summary: 'nothing to install on this system', complete: true }
  report.update('looking what is there')
  let missing = await findMissing(context)
  if (missing.length > 0 && machine.debian && machine.root) {
    await install(context, missing)
    missing = await findMissing(context)
  }
  if (missing.length === 0) return { summary: 'all there', complete: true }
  const essential = missing.filter((each) => each.essential)
  const problem = problemOf(context, missing)
  if (context.needsWindow || essential.length > 0) throw problem
  report.note(`${problem.what}; training works without, windows do not: ${problem.remedy}`)
  return {
    summary: `${missing.length} missing, not needed without a window`,
    complete: false,
    missing: missing.map((each) => each.package),
  }
}

/**
 * What is missing as `[{package, essential}]`; essential is what set-up itself cannot go on without.
 * Debian is asked by package, any other Linux by library name and program.
 */
export async function findMissing(context) {
  const { paths, machine, env, find = findProgram } = context
  const { libraries, virtualDisplay, fonts, tools } = readPins(paths, 'system-packages')
  const wanted = [...libraries, ...virtualDisplay, ...fonts]
  const missing = machine.debian ? await missingOnDebian(context, wanted) : await missingElsewhere(context, wanted)
  const result = missing.map((name) => ({ package: name, essential: false }))
  if (!tensorflowRoute(machine).route.startsWith('wheel-')) return result
  if (find('g++', { env }) === null) result.push({ package: tools.compiler.package, essential: true })
  if (!context.tensorflowThere && !wheelsCached(context) && (await findPip(context)) === null) {
    result.push({ package: tools.pip.package, essential: true })
  }
  return result
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: these are dpkg-query's own placeholders.
const dpkgFormat = '--showformat=${Package} ${db:Status-Status}\n'

/** Newer Debians and Ubuntus renamed some libraries to `<name>t64`; either name will do. */
async function missingOnDebian({ env, log, client = runCommand }, wanted) {
  const names = wanted.flatMap(({ package: name }) => [name, `${name}t64`])
  const { output } = await client('dpkg-query', ['--show', dpkgFormat, ...names], { env, log })
  const installed = new Set(output.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])))
  return wanted.map((each) => each.package).filter((name) => !installed.has(name) && !installed.has(`${name}t64`))
}

async function missingElsewhere({ env, log, client = runCommand, find = findProgram }, wanted) {
  const listed = await client('ldconfig', ['-p'], { env: { ...env, PATH: `${env.PATH ?? ''}:/sbin:/usr/sbin` }, log: () => {} })
  if (listed.code !== 0) log('ldconfig does not answer: libraries are taken to be there')
  return wanted
    .filter(({ soname, program }) => {
      if (soname) return listed.code === 0 && !listed.output.includes(soname)
      return program ? find(program, { env }) === null : false
    })
    .map(({ package: name }) => name)
}

/** The t64 names where this release only knows those. */
async function availableNames({ env, log, client = runCommand }, missing) {
  const names = missing.map((each) => each.package)
  const { output } = await client('apt-cache', ['policy', ...names.map((name) => `${name}t64`)], { env, log })
  return names.map((name) =>
    new RegExp(`^${literally(name)}t64:\\n  Installed: .*\\n  Candidate: (?!\\(none\\))`, 'm').test(output) ? `${name}t64` : name,
  )
}

const literally = (text) => text.replace(/[.+]/g, '\\$&')

async function install(context, missing) {
  const { env, report, log, client = runCommand } = context
  const apt = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, log, mayOutlive: true }
  const patient = ['-o', 'DPkg::Lock::Timeout=300']
  report.update('refreshing the package lists')
  await client('dpkg', ['--configure', '-a'], apt)
  await client('apt-get', [...patient, 'update'], apt)
  const names = await availableNames(context, missing)
  let size = ''
  const result = await client('apt-get', [...patient, '-o', 'APT::Status-Fd=3', 'install', '-y', '--no-install-recommends', ...names], {
    ...apt,
    onLine: (line) => {
      size = /^Need to get (.*) of archives/.exec(line)?.[1] ?? size
    },
    onStatus: (line) => report.update(aptStatus(line, size)),
  })
  if (result.code === 0) return
  throw new SetupProblem(
    `The system packages could not be installed (${lastReason(result)})`,
    `install them with: apt-get update && apt-get install -y ${names.join(' ')}, and run the command again`,
  )
}

/** One line of apt's status pipe (`dlstatus:7:41.2:Retrieving file …`) in words. */
export function aptStatus(line, size) {
  const [kind, , percent, ...text] = line.split(':')
  const done = `${Math.round(Number(percent) || 0)} %`
  if (kind === 'dlstatus') return `fetching ${size ? `${size}, ` : ''}${done}`
  return `installing, ${done}${text.length > 0 ? `: ${text.join(':')}` : ''}`
}

function problemOf({ machine }, missing) {
  const names = missing.map((each) => each.package)
  const onlyOne = missing.length === 1 ? names[0] : null
  if (onlyOne === 'g++') return new SetupProblem(...noCompiler(machine))
  if (onlyOne === 'python3-pip') return new SetupProblem(...noPip(machine))
  const what = `${names.length === 1 ? 'A system package is' : `${names.length} system packages are`} missing: ${names.join(', ')}`
  const command = `${machine.root ? '' : 'sudo '}apt-get install -y ${names.join(' ')}`
  if (machine.debian) return new SetupProblem(what, `install them with: ${command}, and run the command again`)
  return new SetupProblem(`${what} (Debian's names)`, 'install their counterparts with your package manager and run the command again')
}
