/** Runs other programs: output to the log, lines to whoever asks, and no orphan that goes on writing when set-up is killed. */
import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const running = new Set()

/** Full path of a program on PATH, or null. */
export function findProgram(name, { env = process.env, platform = process.platform } = {}) {
  const endings = platform === 'win32' ? (env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';') : ['']
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = join(folder, `${name}${ending}`)
      try {
        accessSync(file, constants.X_OK)
        if (statSync(file).isFile()) return file
      } catch {
        // Not in this folder.
      }
    }
  }
  return null
}

/** On Linux the kernel ends the child with its parent: a second set-up must never meet a first one's orphan in node_modules. */
function tied(command, args) {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : null
  return setpriv === null ? [command, args] : [setpriv, ['--pdeathsig', 'KILL', '--', command, ...args]]
}

/** Ends every program that is still running, for when set-up itself is interrupted. */
export function endCommands() {
  for (const child of running) child.kill('SIGKILL')
}

/**
 * Runs a program to its end and returns `{code, signal, output, missing}`; never throws for a program that fails or is not there.
 * `onLine(line)` gets each line of both streams; `onStart(child)` the process; `mayOutlive` lets it finish when set-up is killed.
 * `statusFd` adds a pipe as descriptor 3 whose lines go to `onStatus`.
 */
export function runCommand(command, args, options = {}) {
  const { cwd, env = process.env, log = () => {}, onLine, onStatus, onStart, mayOutlive = false } = options
  const [program, programArgs] = mayOutlive ? [command, args] : tied(command, args)
  const windowsScript = process.platform === 'win32' && !/\.exe$/i.test(command)
  log(`$ ${[command, ...args].join(' ')}`)
  return new Promise((resolve) => {
    const stdio = ['ignore', 'pipe', 'pipe', ...(onStatus ? ['pipe'] : [])]
    const child = spawn(program, programArgs, { cwd, env, stdio, shell: windowsScript })
    let output = ''
    if (!mayOutlive) running.add(child)
    const finish = (result) => {
      running.delete(child)
      resolve({ ...result, output })
    }
    const collect = (text) => {
      output = (output + text).slice(-100_000)
      log(text)
    }
    for (const stream of [child.stdout, child.stderr]) readLines(stream, { onText: collect, onLine })
    if (onStatus) readLines(child.stdio[3], { onLine: onStatus })
    onStart?.(child)
    child.on('error', (error) => finish({ code: null, signal: null, missing: error.code === 'ENOENT' }))
    child.on('close', (code, signal) => {
      log(`= ${signal ?? code}`)
      finish({ code, signal, missing: false })
    })
  })
}

function readLines(stream, { onText, onLine }) {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (text) => {
    onText?.(text)
    const lines = (rest + text).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const line of lines) onLine?.(line)
  })
}

/** The line that most likely tells why a program failed, for a one-sentence message; addresses are left out. */
export function lastReason({ code, signal, output, missing }) {
  if (missing) return 'the program was not found'
  const lines = output
    .split(/\r?\n/)
    .map((line) => line.replace(/^npm error ?/, 'npm: ').trim())
    .filter((line) => line !== '' && !/^npm (notice|warn|http)|^npm: (code|errno|syscall|path|a complete log|run "npm|$)/i.test(line))
  const reason =
    lines.find((line) => /^(\w*Error|E|ERROR|fatal error): /.test(line)) ??
    lines.find((line) => line.startsWith('npm: ')) ??
    lines.findLast((line) => /error|no space|denied/i.test(line)) ??
    lines.at(-1)
  const shown = (reason ?? '')
    .replace(/https?:\/\/\S+/g, '')
    .slice(0, 200)
    .replace(/[\s.:;]+$/, '')
  return shown || (signal ? `ended by ${signal}` : `exit status ${code}`)
}
