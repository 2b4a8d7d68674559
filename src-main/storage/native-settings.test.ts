import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  defaultChoice,
  describeMachine,
  environmentOf,
  type NativeSettings,
  readNativeSettings,
  writeNativeSettings,
} from './native-settings'

describe('native settings', () => {
  let home: string
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'native-settings-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  const settings: NativeSettings = { ...defaultChoice(), threads: 3, origin: 'measured', machine: describeMachine(), candidates: [] }

  it('native settings: what was written is read again on the same machine', async () => {
    expect(readNativeSettings(home)).toBeNull()
    await writeNativeSettings(home, settings)
    expect(readNativeSettings(home)).toEqual(settings)
  })
  it('native settings: those of another machine, or damaged ones, count as none', async () => {
    await writeNativeSettings(home, { ...settings, machine: 'another' })
    expect(readNativeSettings(home)).toBeNull()
    await writeFile(join(home, 'native-settings.json'), '{"threads":')
    expect(readNativeSettings(home)).toBeNull()
  })
  it('native settings: bfloat16 is in the environment only where it was chosen', () => {
    expect(environmentOf({ threads: 2, oneDnn: true, bf16: false })).toEqual({ TF_NUM_INTRAOP_THREADS: '2', TF_ENABLE_ONEDNN_OPTS: '1' })
    expect(environmentOf({ threads: 2, oneDnn: false, bf16: true })).toMatchObject({
      TF_ENABLE_ONEDNN_OPTS: '0',
      ONEDNN_DEFAULT_FPMATH_MODE: 'BF16',
    })
  })
})
