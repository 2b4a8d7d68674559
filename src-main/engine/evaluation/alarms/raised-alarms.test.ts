import type { LogLine } from '@shared/domain/run'
import { describe, expect, it } from 'vitest'
import { alarmLine, alarmsOfTrials } from './raised-alarms'

const line = (text: string, about: Partial<LogLine>): LogLine => ({
  time: '2026-01-01T00:00:00Z',
  trialId: 'dann-seed0',
  epoch: 3,
  level: 'bad',
  text,
  ...about,
})

describe('raised alarms', () => {
  it('raised alarms: of a log they are the lines that raise one for a trial, each once', () => {
    const log = [
      line('Begins.', { level: 'info' }),
      line('Collapse: 99 %.', { alarm: 'collapse' }),
      line('Collapse: 98 %.', { alarm: 'collapse', epoch: 5 }),
      line('Collapse: 97 %.', { alarm: 'collapse', trialId: 'dann-seed1' }),
      line('Negative transfer.', { alarm: 'negative-transfer', trialId: null, epoch: null }),
    ]
    const trials = [0, 1].map((seed) => ({ id: `dann-seed${seed}`, method: 'dann' }))
    expect(alarmsOfTrials(log, trials).map(alarmLine)).toEqual([
      'dann-seed0, epoch 3: Collapse: 99 %.',
      'dann-seed1, epoch 3: Collapse: 97 %.',
    ])
  })
  it('raised alarms: one about a method stands without a place', () => {
    expect(alarmLine({ kind: 'negative-transfer', method: 'dann', trialId: null, epoch: null, text: 'Negative transfer: …' })).toBe(
      'Negative transfer: …',
    )
  })
})
