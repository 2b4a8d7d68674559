/** `lab run`: trains methods on a pair and reports, with source-only and target-oracle beside them. */
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { followRun } from '../follow-run'
import { runFlags, toRunRequest } from '../run-flags'

export const run: Command = {
  name: 'run',
  usage: '(--source DIR --target DIR | --pair BUILTIN) --method ID… [flags]',
  summary: 'Trains methods on a source and a target and writes a report.',
  maxPositionals: 0,
  flags: runFlags,
  async run({ values, output, interrupt }) {
    const { request, out } = await toRunRequest(values)
    const engine = openEngine(output.note)
    const record = await engine.client.call('runs.start', { studyId: null, request, ...(out === undefined ? {} : { folder: out }) })
    if (interrupt.aborted) return exitCode.interrupted
    return followRun(engine, record, output, interrupt)
  },
}
