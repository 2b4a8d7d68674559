/** Flags of a command, described once: parsed, checked and printed as help from the same table. */
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { issueWords } from './issue-words'

export interface Flag {
  /** What follows the flag in the help, e.g. `DIR`; absent for switches. */
  readonly value?: string
  /** May be given several times, or with several values after it. */
  readonly many?: boolean
  readonly help: string
  readonly schema: z.ZodType
}

export type Flags = Readonly<Record<string, Flag>>

export interface Parsed {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, unknown>>
}

/** A value that must be a whole number; `--epochs ten` is named as such. */
export const wholeNumber = (minimum: number, maximum: number): z.ZodType =>
  z.string().transform((text, context) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= minimum && value <= maximum) return value
    context.addIssue({ code: 'custom', message: `expected a whole number from ${minimum} to ${maximum}, got "${text}"` })
    return z.NEVER
  })

const largestSeed = 2_147_483_647

/** `0,1,2` as a list of whole numbers, each a seed. */
export const numberList = z.string().transform((text, context) => {
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (values.every((value) => Number.isInteger(value) && value >= 0 && value <= largestSeed)) return values
  context.addIssue({
    code: 'custom',
    message: `expected whole numbers from 0 to ${largestSeed} separated by commas, such as 0,1,2; got "${text}"`,
  })
  return z.NEVER
})

/** `key=value` pairs as an object of strings. */
export const assignments = z.array(z.string()).transform((pairs, context) => {
  const entries: [string, string][] = []
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals < 1) context.addIssue({ code: 'custom', message: `expected key=value, got "${pair}"` })
    else entries.push([pair.slice(0, equals), pair.slice(equals + 1)])
  }
  return Object.fromEntries(entries)
})

/** What a command takes: its flags, and how many arguments without one. */
export interface Grammar {
  readonly flags: Flags
  readonly maxPositionals: number
}

/** Parses `--flag value`, `--flag=value`, switches and positionals. Throws `invalid-input` that names the argument and the remedy. */
export function parseFlags(args: readonly string[], { flags, maxPositionals }: Grammar): Parsed {
  const positionals: string[] = []
  const raw = new Map<string, string[]>()
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]
    if (!argument.startsWith('--')) {
      if (positionals.length === maxPositionals) throw unexpected(argument)
      positionals.push(argument)
      continue
    }
    const [name, inline] = splitOnce(argument.slice(2), '=')
    const flag = flags[name]
    if (flag === undefined) throw unknownFlag(name, flags)
    if (flag.value === undefined && inline !== undefined) {
      throw new AppError('invalid-input', `--${name} takes no value.`, `Write --${name} alone, or leave it out.`, `--${name}`)
    }
    const values: string[] = inline === undefined ? [] : [inline]
    const isValue = (text: string | undefined): text is string => text !== undefined && !text.startsWith('--')
    if (flag.value !== undefined && inline === undefined) {
      while (isValue(args[i + 1]) && (flag.many || values.length === 0)) values.push(args[++i])
      if (values.length === 0)
        throw new AppError('invalid-input', `--${name} needs a value.`, `Write --${name} ${flag.value}.`, `--${name}`)
    }
    if (raw.has(name) && !flag.many) throw new AppError('invalid-input', `--${name} is given twice.`, 'Give it once.', `--${name}`)
    raw.set(name, [...(raw.get(name) ?? []), ...values])
  }
  return { positionals, values: check(raw, flags) }
}

function check(raw: ReadonlyMap<string, string[]>, flags: Flags): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, flag] of Object.entries(flags)) {
    const given = raw.get(name)
    const input = given === undefined ? undefined : flag.value === undefined ? true : flag.many ? given : given[0]
    const parsed = flag.schema.safeParse(input)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const missing = given === undefined
      throw new AppError(
        'invalid-input',
        missing ? `--${name} is missing.` : `--${name}: ${issueWords(issue)}.`,
        `${flag.value === undefined ? `--${name}` : `--${name} ${flag.value}`}: ${flag.help}.`,
        `--${name}`,
      )
    }
    values[name] = parsed.data
  }
  return values
}

function unexpected(argument: string): AppError {
  return new AppError(
    'invalid-input',
    `"${argument}" is not expected here.`,
    'Leave it out, or give it to a flag; --help lists them.',
    argument,
  )
}

function unknownFlag(name: string, flags: Flags): AppError {
  return new AppError(
    'invalid-input',
    `There is no flag --${name} here.`,
    `Known: ${Object.keys(flags)
      .map((flag) => `--${flag}`)
      .join(', ')}.`,
    `--${name}`,
  )
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** Lines of help for the flags of a command. */
export function describeFlags(flags: Flags): string {
  const rows = Object.entries(flags).map(
    ([name, { value, many, help }]) => [`  --${name}${value === undefined ? '' : ` ${value}${many ? '…' : ''}`}`, help] as const,
  )
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return rows.map(([left, help]) => left.padEnd(width) + help).join('\n')
}
