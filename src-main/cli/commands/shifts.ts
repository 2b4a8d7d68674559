/** `lab shifts`: the shifts and presets that `lab shift` and `--shift` take. */
import { Severity, writeShifts } from '@shared/domain/shift'
import { z } from 'zod'
import { shiftPresets } from '../../engine/shift/presets'
import { listShifts } from '../../engine/shift/registry'
import { type Command, exitCode } from '../command'

export const shifts: Command = {
  name: 'shifts',
  usage: '',
  summary: 'Image shifts, what their severities 0 to 5 mean, and presets.',
  maxPositionals: 0,
  flags: {},
  async run({ output }) {
    const params = z.toJSONSchema(z.strictObject({ severity: Severity }))
    const list = listShifts().map((info) => ({ ...info, params }))
    output.result({ shifts: list, presets: shiftPresets }, () =>
      [
        ...list.flatMap(({ id, label, family, summary, amounts, decimals, unit, levels }) => [
          `${id}  (${label}, ${family})`,
          `  ${summary}`,
          `  severity 0 to 5: ${amounts.map((amount) => amount.toFixed(decimals)).join(', ')} ${unit}${levels === 'imagenet-c' ? ' (1 to 5 as ImageNet-C)' : ''}`,
        ]),
        '',
        ...shiftPresets.map(({ id, summary, shifts: stack }) => `--preset ${id}  ${summary} (${writeShifts(stack)})`),
      ].join('\n'),
    )
    return exitCode.done
  },
}
