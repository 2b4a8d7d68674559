/** The parts of `npm run check`: what each is called and the program it runs. */
import { join } from 'node:path'

/** `{id, label, program, args}` of every part; the longest first, so that two at a time end together. */
export function checkParts({ paths, unitReport }) {
  const tool = (...path) => join(paths.nodeModules, ...path)
  const memory = (name) => join(paths.runtime, 'check', name)
  const node = (label, script, ...args) => ({ label, program: process.execPath, args: [script, ...args] })
  // The native compiler takes a fifth of the time; the layer check needs the other one's interface.
  const compiler = tool('typescript-native', 'bin', 'tsc')
  const types = (id, label, config) => ({
    id,
    ...node(label, compiler, '-p', config, '--incremental', '--tsBuildInfoFile', memory(`${id}.tsbuildinfo`)),
  })
  const vitestOutput = unitReport ? ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`] : []
  const layers = ['--config', '.dependency-cruiser.mjs', '--cache', memory('layers'), '--cache-strategy', 'content', '.']
  return [
    { id: 'unit', ...node('unit and contract tests', tool('vitest', 'vitest.mjs'), 'run', '--project', 'unit*', ...vitestOutput) },
    { id: 'layers', ...node('layers', tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), ...layers) },
    types('types', 'types', 'tsconfig.json'),
    types('page-types', 'types of the page', 'src-renderer/tsconfig.json'),
    types('journey-types', 'types of the journeys', 'e2e/tsconfig.json'),
    { id: 'unused', ...node('unused code', tool('knip', 'bin', 'knip.js'), '--no-progress') },
    { id: 'format', ...node('format and lint', tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.') },
    { id: 'guard', ...node('lock file and committed text', join(paths.root, 'scripts', 'check', 'guard.mjs')) },
  ]
}
