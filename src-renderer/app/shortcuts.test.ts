/** Which command a key press stands for, and when none. */
import { describe, expect, test } from 'vitest'
import type { Command } from '../stores/commands'
import { findCommand, type KeyPress, readKeys } from './shortcuts'

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...changes,
})
const command = (id: string, keys: string, changes: Partial<Command> = {}): Command => ({
  id,
  label: id,
  group: 'Window',
  keys,
  run: () => {},
  ...changes,
})
const commands = [
  command('runs', 'J'),
  command('palette', 'Ctrl K'),
  command('undo', 'Ctrl Z'),
  command('keys', '?'),
  command('stop', 'S', { blocked: 'Nothing runs' }),
]
const free = { typing: false, focus: 'none', modal: false, singleKeys: true } as const

describe('keys', () => {
  test('are read as they are printed', () => {
    expect(readKeys(press('k', { ctrlKey: true }))).toBe('Ctrl K')
    expect(readKeys(press('k', { metaKey: true }))).toBe('Ctrl K')
    expect(readKeys(press('?', { shiftKey: true }))).toBe('?')
    expect(readKeys(press('ArrowLeft', { shiftKey: true }))).toBe('Shift ←')
    expect(readKeys(press(' '))).toBe('Space')
    expect(readKeys(press('Enter', { ctrlKey: true }))).toBe('Ctrl Enter')
  })

  test('find their command', () => {
    expect(findCommand(press('j'), commands, free)?.id).toBe('runs')
    expect(findCommand(press('?', { shiftKey: true }), commands, free)?.id).toBe('keys')
    expect(findCommand(press('x'), commands, free)).toBeNull()
  })

  test('without Ctrl are off in a field and when switched off; those with Ctrl are not', () => {
    for (const state of [
      { ...free, typing: true },
      { ...free, singleKeys: false },
    ]) {
      expect(findCommand(press('j'), commands, state)).toBeNull()
      expect(findCommand(press('k', { ctrlKey: true }), commands, state)?.id).toBe('palette')
    }
  })

  test('of a focused button or slider stay with it', () => {
    const own = [command('play', 'Space'), command('back', '← / Shift ←'), ...commands]
    expect(findCommand(press(' '), own, free)?.id).toBe('play')
    expect(findCommand(press(' '), own, { ...free, focus: 'button' })).toBeNull()
    expect(findCommand(press('ArrowLeft'), own, { ...free, focus: 'button' })?.id).toBe('back')
    expect(findCommand(press('ArrowLeft', { shiftKey: true }), own, { ...free, focus: 'slider' })).toBeNull()
    expect(findCommand(press(' '), own, { ...free, focus: 'slider' })?.id).toBe('play')
    expect(findCommand(press(' '), own, { ...free, focus: 'choice' })).toBeNull()
    expect(findCommand(press('j'), own, { ...free, focus: 'slider' })?.id).toBe('runs')
  })

  test('in a field Ctrl Z belongs to the field', () => {
    expect(findCommand(press('z', { ctrlKey: true }), commands, { ...free, typing: true })).toBeNull()
  })

  test('in a dialog only undo goes through', () => {
    const modal = { ...free, modal: true }
    expect(findCommand(press('j'), commands, modal)).toBeNull()
    expect(findCommand(press('k', { ctrlKey: true }), commands, modal)).toBeNull()
    expect(findCommand(press('z', { ctrlKey: true }), commands, modal)?.id).toBe('undo')
  })

  test('of a blocked command do nothing', () => {
    expect(findCommand(press('s'), commands, free)).toBeNull()
  })
})
