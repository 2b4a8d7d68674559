/** The recorded curves are what the pattern runs give; `RECORD_CURVES=1` writes them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { recordedCurves } from './recorded-curves'
import { compactCurve } from './testing/compact-curve'
import { patternRuns, tunedPerPattern } from './testing/pattern-runs'
import { recordCurve } from './testing/record-curve'

const file = fileURLToPath(new URL('./recorded-curves.json', import.meta.url))
/** Patterns to record again, or `kept-back`; all where absent. */
const only = process.env.CURVES?.split(',')
const isAsked = ({ pattern, index }: { readonly pattern: string; readonly index: number }): boolean =>
  only === undefined || only.includes(pattern) || (only.includes('kept-back') && index >= tunedPerPattern)

if (process.env.RECORD_CURVES === '1') {
  it('curves: all pattern runs are recorded, or those that $CURVES names', async () => {
    const kept =
      only === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as { readonly pattern: string; readonly index: number }[])
    const lines = kept.filter((one) => !isAsked(one)).map((one) => JSON.stringify(one))
    for (const run of patternRuns) {
      if (!isAsked(run)) continue
      lines.push(JSON.stringify({ pattern: run.pattern, index: run.index, ...compactCurve(await recordCurve(run)) }))
      // After each, so that a run that fails loses nothing of the others.
      writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`)
    }
  })
} else {
  it('curves: a pattern run recorded again gives the curve that is kept', async () => {
    const run = patternRuns[0]
    const { curve } = recordedCurves.find(({ pattern, index }) => pattern === run.pattern && index === run.index) ?? {}
    const again = await recordCurve(run)
    expect(again.loss.length).toBe(curve?.loss.length)
    again.loss.forEach(({ value }, at) => {
      expect(value).toBeCloseTo(curve?.loss[at]?.value ?? Number.NaN, 1)
    })
  })
}
