import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { issueWords } from './issue-words'

describe('issue words', () => {
  for (const [schema, value, words] of [
    [z.number().max(500), 900, 'expected a number of at most 500'],
    [z.number().positive(), 0, 'expected a number of more than 0'],
    [z.array(z.number()).min(1), [], 'expected at least 1 value'],
    [z.enum(['adam', 'sgd']), 'rms', 'expected one of: adam, sgd'],
    [z.boolean(), 'yes', 'expected true or false'],
    [z.strictObject({}), { colour: 1 }, '"colour" is not known here'],
  ] as const) {
    it(`issue words: ${JSON.stringify(value)} is told as "${words}"`, () => {
      const { error } = schema.safeParse(value)
      expect(error && issueWords(error.issues[0])).toBe(words)
    })
  }
})
