/** Refuses what must not be committed: addresses in the lock file, a lock file that `npm ci` would refuse, and this machine's paths. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createPaths } from '../setup/paths.mjs'

/** Sentences about a parsed package-lock.json; empty where it is sound. */
export function lockProblems({ packages }) {
  const problems = []
  for (const [folder, entry] of Object.entries(packages)) {
    if (entry.resolved !== undefined) problems.push(`package-lock.json: ${folder} names the address it came from ("resolved")`)
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      if (!reachable(packages, folder, name))
        problems.push(`package-lock.json: ${folder || 'the project'} needs ${name}, which has no entry`)
    }
  }
  return problems
}

/** Whether a package in `folder` would find `name` in its own node_modules or in one above it. */
function reachable(packages, folder, name) {
  for (let at = folder; ; at = parentOf(at)) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
    if (at === '') return false
  }
}

const parentOf = (folder) => (folder.includes('/node_modules/') ? folder.slice(0, folder.lastIndexOf('/node_modules/')) : '')

/** Sentences about one committed text: package registries' addresses and paths of the machine it was written on. */
export function textProblems(file, text, { root, home }) {
  const problems = []
  const registry = /\b(?:registry\.(?:npmjs|yarnpkg)|pypi|files\.pythonhosted|registry\.npmmirror)\.(?:org|com)\b/.exec(text)
  if (registry) problems.push(`${file}: names a registry's host (${registry[0]})`)
  for (const path of [root, home]) {
    if (path.length > 6 && text.includes(path)) problems.push(`${file}: holds a path of this machine (${path})`)
  }
  return problems
}

function committedTexts(root) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  return listed.split('\0').filter((file) => /\.(m?[jt]sx?|cjs|json|md|css|html|ya?ml)$|\.npmrc$|\.ci\/run$/.test(file))
}

function main() {
  const { root, packageLock } = createPaths()
  const problems = lockProblems(JSON.parse(readFileSync(packageLock, 'utf8')))
  for (const file of committedTexts(root)) {
    if (file !== 'scripts/check/guard.mjs')
      problems.push(...textProblems(file, readFileSync(join(root, file), 'utf8'), { root, home: homedir() }))
  }
  for (const problem of problems) process.stdout.write(`${problem}\n`)
  process.exitCode = problems.length === 0 ? 0 : 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
