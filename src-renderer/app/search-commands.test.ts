/** Finding commands by what one remembers of them. */
import { expect, test } from 'vitest'
import type { Command } from '../stores/commands'
import { searchCommands } from './search-commands'

const command = (label: string, cli?: string): Command => ({ id: label, label, group: 'Actions', run: () => {}, ...(cli ? { cli } : {}) })
const commands = [
  command('Go to Compare'),
  command('Compare two runs'),
  command('Train with DANN', 'lab run --method dann'),
  command('Undo'),
]
const found = (query: string): string[] => searchCommands(commands, query).map((one) => one.label)

test('an empty query lists everything as it came', () => {
  expect(found('  ')).toEqual(commands.map((one) => one.label))
})
test('beginnings of labels come before beginnings of words', () => {
  expect(found('comp')).toEqual(['Compare two runs', 'Go to Compare'])
})
test('every word must be found', () => {
  expect(found('go comp')).toEqual(['Go to Compare'])
  expect(found('go undo')).toEqual([])
})
test('the command line is searched too', () => {
  expect(found('--method')).toEqual(['Train with DANN'])
})
