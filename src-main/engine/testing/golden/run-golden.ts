/** `npm run test:golden`: every file of a golden folder against its adapter, one line a name. */
import { existsSync } from 'node:fs'
import { goldenFolder, goldenNames, readGoldenCases } from './golden-case'
import { judgeCase } from './judge'
import { goldenAdapters } from './registry'

/** Writes one line a name and the counts last; returns the exit status. A name without an adapter counts as failed. */
export function runGolden(write: (line: string) => void): number {
  if (!existsSync(goldenFolder)) {
    write(`There is no golden folder at ${goldenFolder}; set GOLDEN to the folder that has the files.`)
    write('0 passed, 0 failed')
    return 1
  }
  let failed = 0
  const names = goldenNames(goldenFolder)
  const width = Math.max(0, ...names.map((name) => name.length))
  for (const name of names) {
    const problems = judgeName(name)
    if (problems.length > 0) failed++
    write(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(width)} ${problems.join('; ')}`.trimEnd())
  }
  write(`${names.length - failed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

function judgeName(name: string): string[] {
  const adapter = goldenAdapters.find((one) => one.name === name)
  if (adapter === undefined) return ['no adapter']
  try {
    return (readGoldenCases(goldenFolder, name) ?? []).flatMap((golden) => judgeCase(adapter, golden))
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
