/** The line that the palette shows is read by the command line's own flags and asks for the same run. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attributesFileName, commandLineOf, preparationFileName } from '@shared/domain/command-line'
import { writeCodeTable } from '@shared/domain/parse-code-table'
import { Preparation } from '@shared/domain/preparation'
import { RunRequest } from '@shared/domain/run'
import { plainSplit } from '@shared/domain/split'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseFlags } from './flags'
import { runFlags, toRunRequest } from './run-flags'

const preparation = { source: Preparation.parse({ invert: true }), target: Preparation.parse({ exclude: ['a1'] }) }
const codes = { attributes: ['striped', 'hooves'], codes: { zebra: [1, 1], horse: [0, 1], whale: [0, 0], seal: [0, 0] } }
const plain = { images: { imageSize: 32 }, methods: ['dann'] }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-line-'))
  await writeFile(join(folder, preparationFileName), JSON.stringify({ preparation }))
  await writeFile(join(folder, attributesFileName), writeCodeTable(codes))
  for (const name of Object.keys(codes.codes)) {
    await mkdir(join(folder, 'animals', name), { recursive: true })
    await writeFile(join(folder, 'animals', name, '0.png'), 'an image')
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('command line: folders with lists, splits, preparation, matched classes and drawn schedules', async () => {
  await expectSame({
    ...plain,
    source: { kind: 'folder', path: "/pictures/Anna's scans", list: '/lists/scans.csv' },
    target: { kind: 'folder', path: '/pictures/web', list: '/lists/web.csv' },
    testFraction: 0.3,
    splits: { validationFraction: 0.15, groupBy: 'subfolder' },
    preparation,
    classMap: { zero: '0', other: null },
    seeds: [3, 5],
    settings: { lambdaMax: 0.5 },
    schedules: {
      lambda: [
        { progress: 0, value: 0.25 },
        { progress: 1, value: 1 },
      ],
      learningRate: [{ progress: 0.5, value: 1e-4 }],
    },
    sealed: true,
  })
})

it('command line: a built-in pair whose own test part and network were changed', async () => {
  const [source, target] = (['source', 'target'] as const).map((role) => ({ kind: 'built-in', pair: 'moons', role }))
  await expectSame({
    ...plain,
    images: { imageSize: 16 },
    source,
    target,
    testFraction: 0.1,
    backbone: 'mlp',
    epochs: 5,
    batch: 16,
    bare: true,
  })
})

it('command line: one folder divided into seen and unseen classes, with attributes', async () => {
  const base = { kind: 'folder', path: join(folder, 'animals') }
  await expectSame({
    ...plain,
    methods: ['semantic-codes'],
    source: { kind: 'classes', base, classes: ['horse', 'seal'] },
    target: { kind: 'classes', base, classes: ['whale', 'zebra'] },
    codes,
  })
})

it('command line: several sources, folders and domains of a built-in set, and the source under shifts as target', async () => {
  const rotated = (angleDegrees: number) => ({ kind: 'built-in', pair: 'rotated-digits', role: 'source', params: { angleDegrees } })
  await expectSame({ ...plain, source: { kind: 'joined', parts: [rotated(0), rotated(15)] }, target: rotated(30) })
  const base = { kind: 'folder', path: '/a', list: '/a.csv' }
  await expectSame({ ...plain, source: base, target: { kind: 'shifted', base, shifts: [{ kind: 'rotation', severity: 2.5 }] } })
})

async function expectSame(asked: object): Promise<void> {
  const request = RunRequest.parse(asked)
  const line = commandLineOf(request) ?? ''
  const [command, ...words] = wordsOf(line.replace('npm run -s lab -- ', ''))
  expect(command).toBe('run')
  const saved = words.map((word) => (word === preparationFileName || word === attributesFileName ? join(folder, word) : word))
  const read = await toRunRequest(parseFlags(saved, { flags: runFlags, maxPositionals: 0 }).values)
  expect(settled(read.request)).toEqual(settled(request))
}

/** As a POSIX shell takes a line apart that quotes with single quotes alone. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\.|[^\s'])+/g)].map(([word]) => word.replace(/'([^']*)'|\\(.)/g, '$1$2'))
}

/** A request with what is set by name in its own place: the engine moves it there before a run begins, and reads text as numbers. */
function settled({ settings, images, testFraction, splits = plainSplit, ...rest }: RunRequest) {
  const { imageSize = images.imageSize, validationFraction = splits.validationFraction, groupBy = splits.groupBy, ...others } = settings
  const { testFraction: part = testFraction, ...own } = others
  return {
    ...rest,
    images: { imageSize: Number(imageSize) },
    testFraction: Number(part),
    splits: { validationFraction: Number(validationFraction), groupBy },
    settings: Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)])),
  }
}
