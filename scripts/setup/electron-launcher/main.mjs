/**
 * Loads the app folder named on the command line, as Electron's own default app does: the registry's Electron comes without one.
 * It is a module with a top-level await, so that Electron holds back its `ready` event until the app's first lines have run.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { app } from 'electron'

const project = fileURLToPath(new URL('../../../../', import.meta.url))
const isApp = (folder) => existsSync(join(folder, 'package.json'))

/** Modules asked for with `-r` or `--require`; test drivers use them, and they may change argv. */
function preload() {
  const args = process.argv.slice(1)
  const require = createRequire(join(project, 'package.json'))
  for (const [index, arg] of args.entries()) {
    if ((arg === '-r' || arg === '--require') && args[index + 1]) require(args[index + 1])
  }
}

function findApp() {
  const named = process.argv.slice(1).filter((arg) => !arg.startsWith('-'))
  const folder = [...named.map((arg) => resolve(arg)), project].find(isApp)
  if (folder === undefined) throw new Error(`No app folder with a package.json among: ${named.join(', ') || '(no arguments)'}`)
  return folder
}

async function start() {
  preload()
  const folder = findApp()
  const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  app.setAppPath(folder)
  if (productName ?? name) app.setName(productName ?? name)
  if (version) app.setVersion(version)
  const entry = join(folder, main ?? 'index.js')
  if (!existsSync(entry)) throw new Error(`${entry} is missing: build the app first (npm run build)`)
  await import(pathToFileURL(entry).href)
}

try {
  await start()
} catch (error) {
  process.stderr.write(`${error.stack ?? error}\n`)
  app.exit(1)
}
