/** Measures the contrast of the tokens in both themes, so that no colour is changed into one that cannot be read. */
import { describe, expect, test } from 'vitest'

/**
 * Read from disk, since the test runner hands out empty text for imported style sheets. The module's name is not a literal
 * because the page is compiled without Node's types.
 */
const nodeFiles = ['node', 'fs'].join(':')
const files: { readFileSync(path: URL, encoding: 'utf8'): string } = await import(/* @vite-ignore */ nodeFiles)
const tokens = files.readFileSync(new URL('../../src-shared/design/tokens.css', import.meta.url), 'utf8')

type Theme = Readonly<Record<string, string>>

/** Declarations of the first block that `selector` opens. */
function block(selector: string): Theme {
  const start = tokens.indexOf(selector)
  const open = tokens.indexOf('{', start)
  const text = tokens.slice(open + 1, tokens.indexOf('}', open))
  return Object.fromEntries([...text.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]))
}

const themes: Readonly<Record<string, Theme>> = {
  light: block(':root[data-theme="light"] {'),
  dark: block(':root[data-theme="dark"] {'),
}

/** Relative luminance as WCAG defines it. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [r, g, b] = channels.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high! + 0.05) / (low! + 0.05)
}

const surfaces = ['--surface', '--surface-2', '--bg'] as const
const texts = ['--ink', '--ink-2', '--ink-3', '--accent', '--good', '--warn', '--bad', '--sealed'] as const
const pairs = [
  ['--on-accent', '--accent'],
  ['--on-accent', '--accent-hover'],
  ['--good', '--good-soft'],
  ['--warn', '--warn-soft'],
  ['--bad', '--bad-soft'],
  ['--sealed', '--sealed-soft'],
  ['--accent', '--accent-soft'],
  ['--ink', '--accent-soft'],
  ['--ink-2', '--sunken'],
] as const
const marks = [
  '--line-strong',
  '--focus',
  '--axis',
  '--domain-source',
  '--domain-target',
  ...Array.from({ length: 10 }, (_, id) => [`--class-${id}-source`, `--class-${id}-target`]).flat(),
]

describe.each(Object.entries(themes))('%s theme', (_name, theme) => {
  test.each(texts)('%s reads at 4.5:1 on every surface', (text) => {
    for (const surface of surfaces) expect(contrast(theme[text]!, theme[surface]!), surface).toBeGreaterThanOrEqual(4.5)
  })
  test.each(pairs)('%s reads at 4.5:1 on %s', (text, surface) => {
    expect(contrast(theme[text]!, theme[surface]!)).toBeGreaterThanOrEqual(4.5)
  })
  test.each(marks)('%s stands out at 3:1', (mark) => {
    expect(contrast(theme[mark]!, theme['--surface']!)).toBeGreaterThanOrEqual(3)
  })
  test('the target of a class is lighter than its source', () => {
    for (let id = 0; id < 10; id++)
      expect(luminance(theme[`--class-${id}-target`]!)).toBeGreaterThan(luminance(theme[`--class-${id}-source`]!))
  })
})

test('dark by choice equals dark by system', () => {
  expect(block(':root:not([data-theme="light"]) {')).toEqual(themes.dark)
})

test('both themes define the same colours', () => {
  expect(Object.keys(themes.dark!).sort()).toEqual(Object.keys(themes.light!).sort())
})
