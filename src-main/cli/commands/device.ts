/** `lab device`: which native runtime and device the engine uses, and how it is set up on this machine. */
import { z } from 'zod'
import { chooseSettings, measureInProcess } from '../../engine/tuning/choose-settings'
import { findLocations } from '../../storage/locations'
import { defaultChoice, describeMachine, type NativeChoice, readNativeSettings, writeNativeSettings } from '../../storage/native-settings'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { wholeNumber } from '../flags'
import type { Output } from '../output'

const onOff = z.enum(['on', 'off']).transform((text) => text === 'on')

const Values = z.object({
  measure: z.boolean().optional(),
  threads: z.number().optional(),
  onednn: z.boolean().optional(),
  bf16: z.boolean().optional(),
})

export const device: Command = {
  name: 'device',
  usage: '[--measure] [--threads N] [--onednn on|off] [--bf16 on|off]',
  summary: 'Which native runtime and device the engine uses; measures or sets how TensorFlow is set up.',
  maxPositionals: 0,
  flags: {
    measure: { help: 'find the fastest threads and kernels for this machine (about 15 s) and keep them', schema: z.boolean().optional() },
    threads: { value: 'N', help: 'threads inside one operation, kept from now on', schema: wholeNumber(1, 1024).optional() },
    onednn: { value: 'on|off', help: 'Intel’s oneDNN kernels, kept from now on', schema: onOff.optional() },
    bf16: {
      value: 'on|off',
      help: 'bfloat16 where the processor has it: faster, and other numbers; off unless set',
      schema: onOff.optional(),
    },
  },
  async run({ values, output }) {
    await changeSettings(Values.parse(values), output)
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

async function changeSettings({ measure, threads, onednn, bf16 }: z.infer<typeof Values>, output: Output): Promise<void> {
  const { home } = findLocations()
  const before: NativeChoice = readNativeSettings(home) ?? defaultChoice()
  if (measure === true) {
    output.note('Measuring how TensorFlow trains fastest on this machine …')
    await writeNativeSettings(home, await chooseSettings(measureInProcess, { bf16: bf16 ?? before.bf16 }))
  } else if (threads !== undefined || onednn !== undefined || bf16 !== undefined) {
    const choice = { threads: threads ?? before.threads, oneDnn: onednn ?? before.oneDnn, bf16: bf16 ?? before.bf16 }
    await writeNativeSettings(home, { ...choice, origin: 'chosen', machine: describeMachine(), candidates: [] })
  } else {
    return
  }
  const kept = readNativeSettings(home)
  if (kept !== null)
    output.note(
      `From the next start on: ${kept.threads} threads, oneDNN ${kept.oneDnn ? 'on' : 'off'}, bfloat16 ${kept.bf16 ? 'on' : 'off'}.`,
    )
}
