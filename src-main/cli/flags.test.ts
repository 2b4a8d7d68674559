import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commands } from './commands/registry'
import { parseFlags } from './flags'
import { formatDuration } from './format-duration'
import { runFlags, toRunRequest } from './run-flags'

const parse = async (line: string) => toRunRequest(parseFlags(line.split(' '), { flags: runFlags, maxPositionals: 0 }).values)

describe('flags', () => {
  it('flags: values may follow a space or an equals sign, and lists may be repeated', async () => {
    const { request } = await parse(
      '--pair digits-textured --method dann source-only --seeds=0,1,2 --epochs 3 --set lambdaMax=0.5 --set imageSize=32 --bare',
    )
    expect(request).toMatchObject({
      methods: ['dann', 'source-only'],
      seeds: [0, 1, 2],
      epochs: 3,
      bare: true,
      settings: { lambdaMax: '0.5', imageSize: '32' },
    })
  })
  it('flags: two folders make a request with absolute paths', async () => {
    const { request } = await parse('--source photos --target sketches --method dann')
    expect(request.source).toMatchObject({ kind: 'folder', path: expect.stringMatching(/^\/.*photos$/) })
  })
  it('flags: several source folders are joined into one source', async () => {
    const { request } = await parse('--source a b --target c --method erm')
    expect(request.source).toMatchObject({
      kind: 'joined',
      parts: [{ path: expect.stringMatching(/a$/) }, { path: expect.stringMatching(/b$/) }],
    })
  })
  it('flags: lists, class maps and preparation reach the request', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'shiftlab-flags-')), 'fixes.json')
    await writeFile(file, JSON.stringify({ splits: { groupBy: 'name' }, preparation: { target: { invert: true } } }))
    const { request } = await parse(
      `--source a --target b --source-list a.csv --map zero=0 other= --preparation ${file} --method dann --set validationFraction=0.1`,
    )
    expect(request).toMatchObject({
      source: { list: expect.stringMatching(/^\/.*a\.csv$/) },
      classMap: { zero: '0', other: null },
      splits: { groupBy: 'name' },
      preparation: { target: { invert: true, crop: null } },
      settings: { validationFraction: '0.1' },
    })
    await writeFile(file, JSON.stringify({ target: { invert: 'yes' } }))
    await expect(parse(`--source a --target b --preparation ${file} --method dann`)).rejects.toMatchObject({ field: '--preparation' })
  })
  for (const [line, field] of [
    ['--pair digits-textured --method dann --epochs ten', '--epochs'],
    ['--pair digits-textured --method dann --seeds 0,x', '--seeds'],
    ['--pair digits-textured --method dann --seeds 99999999999', '--seeds'],
    ['--pair digits-textured --method dann --set lambda', '--set'],
    ['--pair digits-textured --method', '--method'],
    ['--pair digits-textured', '--method'],
    ['--source photos --method dann', '--target'],
    ['--target photos --method dann', '--source'],
    ['--pair digits-textured --source photos --method dann', '--pair'],
    ['--pair digits-textured --method dann --epoch 3', '--epoch'],
    ['--pair digits-textured --method dann --epochs 3 --epochs 4', '--epochs'],
    ['--pair digits-textured --method Not/An/Id', '--method'],
    ['--pair digits-textured --method dann --bare=false', '--bare'],
    ['--pair digits-textured --method dann --bare=', '--bare'],
    ['--pair digits-textured --method dann --bare false', 'false'],
    ['foo --pair digits-textured --method dann', 'foo'],
  ] as const) {
    it(`flags: "${line}" is refused and names ${field}`, async () => {
      await expect(parse(line)).rejects.toMatchObject({ code: 'invalid-input', field, hint: expect.stringMatching(/\S/) })
    })
  }
})

describe('switches and positionals', () => {
  const flags = { json: { help: 'print JSON', schema: z.boolean().optional() } }
  it('flags: a switch is on when given, absent otherwise, and takes no value', () => {
    expect(parseFlags(['--json'], { flags, maxPositionals: 0 }).values.json).toBe(true)
    expect(parseFlags([], { flags, maxPositionals: 0 }).values.json).toBeUndefined()
    expect(() => parseFlags(['--json=true'], { flags, maxPositionals: 0 })).toThrow('--json takes no value.')
  })
  it('flags: positionals are taken up to the number allowed, wherever they stand', () => {
    expect(parseFlags(['photos', '--json'], { flags, maxPositionals: 1 }).positionals).toEqual(['photos'])
    expect(() => parseFlags(['photos', '--json', 'foo'], { flags, maxPositionals: 1 })).toThrow('"foo" is not expected here.')
  })
  it('commands: only those that look at folders or files take positionals', () => {
    expect(commands.filter((command) => command.maxPositionals > 0).map((command) => command.name)).toEqual([
      'inspect',
      'compare',
      'replay',
    ])
  })
})

describe('durations', () => {
  it('durations: are said in the two largest units', () => {
    expect([8.4, 75, 4000].map(formatDuration)).toEqual(['8 s', '1 min 15 s', '1 h 7 min'])
  })
})
