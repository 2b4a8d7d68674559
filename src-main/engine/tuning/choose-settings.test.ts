import { describe, expect, it } from 'vitest'
import { defaultChoice, type NativeChoice } from '../../storage/native-settings'
import { chooseSettings } from './choose-settings'

const usual = defaultChoice()

describe('choosing settings', () => {
  it('choosing settings: keeps the defaults unless another is clearly faster, and lists what was measured', async () => {
    const measured: NativeChoice[] = []
    const settings = await chooseSettings(async (candidate) => {
      measured.push(candidate)
      return candidate.oneDnn ? 100 : 104
    })
    expect(settings).toMatchObject({ ...usual, origin: 'measured' })
    expect(measured[0]).toEqual(usual)
    expect(settings.candidates.map((one) => one.stepsPerSecond)).toEqual(measured.map((one) => (one.oneDnn ? 100 : 104)))
  })
  it('choosing settings: takes a candidate that is a tenth faster', async () => {
    expect(await chooseSettings(async (candidate) => (candidate.oneDnn ? 100 : 110))).toMatchObject({ oneDnn: false })
  })
  it('choosing settings: bfloat16 is as the user chose it, never tried', async () => {
    const settings = await chooseSettings(async () => 1)
    expect(settings.candidates.some((one) => one.bf16)).toBe(false)
    expect(await chooseSettings(async () => 1, { bf16: true })).toMatchObject({ bf16: true })
  })
})
