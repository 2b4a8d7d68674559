/** Turns what the flags say about shifts into a stack: kinds with severities, `kind:severity` pairs, or a preset. */
import { AppError } from '@shared/contract/failure'
import { maxSeverity, type ShiftSpec, type ShiftStack } from '@shared/domain/shift'
import { shiftPresets } from '../engine/shift/presets'
import { findShift } from '../engine/shift/registry'

/** `rotation,gaussian-noise` with `3` or `3,2`. Throws `invalid-input` or `not-found` naming the flag. */
export function stackOf(kinds: string, severities: string): ShiftStack {
  const ids = listOf(kinds)
  const given = listOf(severities).map((text) => severityOf(text, '--severity'))
  if (given.length !== 1 && given.length !== ids.length) {
    throw new AppError(
      'invalid-input',
      `${ids.length} shifts have ${given.length} severities.`,
      'Give one severity for all, or one for each shift, separated by commas.',
      '--severity',
    )
  }
  return ids.map((id, index) => specOf(id, given[given.length === 1 ? 0 : index], '--kind'))
}

/** `rotation:3,gaussian-noise:2`, as `--shift` takes it; the word alone means the strongest. */
export function parseShifts(text: string): ShiftStack {
  return listOf(text).map((pair) => {
    const [kind, severity] = pair.split(':')
    return specOf(kind, severity === undefined ? maxSeverity : severityOf(severity, '--shift'), '--shift')
  })
}

export function presetStack(id: string): ShiftStack {
  const preset = shiftPresets.find((one) => one.id === id)
  if (preset !== undefined) return preset.shifts
  const known = shiftPresets.map((one) => one.id).join(', ')
  throw new AppError('not-found', `There is no preset named "${id}".`, `Known: ${known}.`, '--preset')
}

function specOf(kind: string, severity: number, flag: string): ShiftSpec {
  try {
    return { kind: findShift(kind).id, severity }
  } catch (error) {
    if (error instanceof AppError) throw new AppError(error.code, error.message, error.hint, flag)
    throw error
  }
}

function severityOf(text: string, flag: string): number {
  const severity = text.trim() === '' ? Number.NaN : Number(text)
  if (severity >= 0 && severity <= maxSeverity) return severity
  throw new AppError(
    'invalid-input',
    `"${text}" is no severity.`,
    `Severities run from 0, no change, to ${maxSeverity}, such as 2.5; lab shifts lists what they mean.`,
    flag,
  )
}

function listOf(text: string): string[] {
  return text.split(',').map((part) => part.trim())
}
