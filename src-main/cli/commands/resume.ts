/** `lab resume`: goes on with an interrupted run from its last checkpoint. */
import { z } from 'zod'
import type { Command } from '../command'
import { openEngine } from '../engine-session'
import { followRun } from '../follow-run'

export const resume: Command = {
  name: 'resume',
  usage: '--run DIR',
  summary: 'Goes on with a stopped run from its last checkpoint.',
  maxPositionals: 0,
  flags: { run: { value: 'DIR', help: 'run folder, as given to --out', schema: z.string() } },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note)
    const { id } = await engine.client.call('runs.open', { folder: String(values.run) })
    const record = await engine.client.call('runs.resume', { runId: id })
    return followRun(engine, record, output, interrupt)
  },
}
