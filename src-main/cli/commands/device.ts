/** `lab device`: which native runtime and device the engine uses. */
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'

export const device: Command = {
  name: 'device',
  usage: '',
  summary: 'Which native runtime and device the engine uses.',
  maxPositionals: 0,
  flags: {},
  async run({ output }) {
    const engine = openEngine(output.note)
    const report = await engine.client.call('device.describe', {})
    output.result(report, () =>
      Object.entries(report)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    )
    return exitCode.done
  },
}
