/** A context for tests: an empty project in a temporary folder, a silent reporter that remembers, and commands that answer as told. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPaths } from '../paths.mjs'

const realPins = fileURLToPath(new URL('../../../resources/runtime', import.meta.url))

export const debianMachine = {
  ...{ platform: 'linux', arch: 'x64', root: false, debian: true, nvidiaDriver: false, gpuWish: 'auto' },
  ...{ display: ':0', waylandDisplay: '', userNamespaces: true, electronFolder: '' },
}

/** `answers` maps a command's start (`'g++'`, `'python3 -m pip'`) to `{code, output}`; anything else is a program that is not there. */
export function fakeContext({ machine = {}, answers = {}, programs = [], ...rest } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'shiftlab-setup-'))
  const env = { XDG_CACHE_HOME: join(root, 'cache'), PATH: '' }
  const told = []
  const commands = []
  const client = async (program, args) => {
    const line = [program, ...args].join(' ')
    commands.push(line)
    const known = Object.keys(answers).find((start) => line.startsWith(start))
    const answer = known === undefined ? { code: null, missing: true } : answers[known]
    return { code: 0, signal: null, output: '', missing: false, ...(typeof answer === 'function' ? answer() : answer) }
  }
  const note = (text) => told.push(text)
  const context = {
    paths: { ...createPaths({ root, env }), pins: realPins },
    machine: { ...debianMachine, ...machine },
    ...{ env, needsWindow: true, client, find: (name) => (programs.includes(name) ? `/bin/${name}` : null), log: () => {} },
    report: { begin() {}, update() {}, note, done: note, end() {} },
    ...rest,
  }
  return { context, told, commands }
}

/** Writes a file with its folders. */
export function put(file, content = '') {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
  return file
}
