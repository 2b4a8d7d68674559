/** A domain on the command line: a folder, or one domain of a built-in set such as `rotated-digits:30`. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { BuiltInPair, PlainSource } from '@shared/domain/dataset'
import { builtInPairs } from '../engine/data/built-in-pairs'

export interface NamedDomain {
  readonly name: string
  readonly source: PlainSource
}

const sets = (): readonly BuiltInPair[] => builtInPairs.filter(({ domains }) => domains !== undefined)

/** Throws AppError `invalid-input`, naming `flag`, for a domain that the set does not have. */
export function parseDomain(text: string, flag: string): PlainSource {
  const [id, value] = text.split(':')
  const set = sets().find((one) => one.id === id)
  if (set === undefined || value === undefined) return { kind: 'folder', path: resolve(text) }
  const found = set.domains?.find(({ source }) => Object.values(source.params ?? {}).join() === value)
  if (found !== undefined) return found.source
  const known = set.domains?.map(({ source }) => `${id}:${Object.values(source.params ?? {}).join()}`).join(', ')
  throw new AppError('invalid-input', `${flag}: there is no domain ${text}.`, `Choose among ${known}.`, flag)
}

/** Every domain of a built-in set when only its id is given; otherwise each text by itself, named after its folder. */
export function parseDomains(texts: readonly string[], flag: string): NamedDomain[] {
  const set = texts.length === 1 ? sets().find((one) => one.id === texts[0]) : undefined
  if (set?.domains !== undefined) return [...set.domains]
  const sources = texts.map((text) => ({ text, source: parseDomain(text, flag) }))
  return sources.map(({ text, source }, at) => {
    const name =
      text
        .replace(/[/\\]+$/, '')
        .split(/[/\\]/)
        .at(-1) ?? text
    const alike = sources.filter(
      (one) =>
        (one.text
          .replace(/[/\\]+$/, '')
          .split(/[/\\]/)
          .at(-1) ?? one.text) === name,
    ).length
    return { name: alike > 1 ? `${at + 1} ${name}` : name, source }
  })
}
