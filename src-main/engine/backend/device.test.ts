import { availableParallelism } from 'node:os'
import { DeviceReport } from '@shared/domain/device'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { describeDevice } from './device'

describe('device report', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('device: reports a native TensorFlow 2 and fits the contract', () => {
    const report = DeviceReport.parse(describeDevice())
    expect(report.backend).toBe('tensorflow')
    expect(report.tensorflow).toMatch(/^2\.\d+\.\d+/)
    expect(report.memoryBytes).toBeGreaterThan(0)
  })
  it('device: threads follow TF_NUM_INTRAOP_THREADS where it is a whole number, otherwise the machine', () => {
    vi.stubEnv('TF_NUM_INTRAOP_THREADS', '3')
    expect(describeDevice().threads).toBe(3)
    vi.stubEnv('TF_NUM_INTRAOP_THREADS', 'many')
    expect(describeDevice().threads).toBe(availableParallelism())
  })
})
