/** What is wrong with a value, in words: zod's own sentences are for programmers. */
import type { z } from 'zod'

/** Without a full stop, to follow "…: ". */
export function issueWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return `expected ${amount(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`
    case 'too_small':
      return `expected ${amount(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`
    case 'invalid_value':
      return `expected one of: ${issue.values.map(String).join(', ')}`
    case 'invalid_type':
      return `expected ${kinds[issue.expected] ?? issue.expected}`
    case 'unrecognized_keys':
      return `"${issue.keys[0]}" is not known here`
    default:
      return issue.message
  }
}

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function amount(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'array' || origin === 'set') return `${bound} ${limit} ${limit === 1 ? 'value' : 'values'}`
  if (origin === 'string') return `${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`
  return `a number of ${bound} ${limit}`
}
