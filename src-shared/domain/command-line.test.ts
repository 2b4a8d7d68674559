import { expect, test } from 'vitest'
import { commandLineOf, inspectLineOf, leaveOutLineOf } from './command-line'
import { RunRequest } from './run'

const images = { imageSize: 28 }

test('command line: a built-in pair is named once', () => {
  const pair = 'digits-textured'
  const request = RunRequest.parse({
    source: { kind: 'built-in', pair, role: 'source' },
    target: { kind: 'built-in', pair, role: 'target' },
    images,
    methods: ['dann'],
    settings: { lambdaMax: 0.5 },
  })
  expect(commandLineOf(request)).toBe(
    'npm run -s lab -- run --pair digits-textured --method dann --backbone digits-cnn-bn --epochs 10 --batch 64 --seeds 0,1,2 --set imageSize=28 --set testFraction=0.1 --set lambdaMax=0.5 --out run',
  )
})

test('command line: folders are quoted for the shell', () => {
  const request = RunRequest.parse({
    source: { kind: 'folder', path: "/pictures/Anna's scans" },
    target: { kind: 'folder', path: '/pictures/web' },
    images,
    methods: ['dann'],
    bare: true,
  })
  expect(commandLineOf(request)).toContain("--source '/pictures/Anna'\\''s scans' --target /pictures/web")
  expect(commandLineOf(request)).toContain('--bare')
})

test('command line: a shifted target names its shifts, and whose images they are', () => {
  const shifts = [
    { kind: 'rotation', severity: 3 },
    { kind: 'gaussian-noise', severity: 1.25 },
  ]
  const plain = { kind: 'folder', path: '/a' } as const
  const shifted = (base: object, source: object) =>
    commandLineOf(RunRequest.parse({ source, target: { kind: 'shifted', base, shifts }, images, methods: ['dann'] }))
  expect(shifted(plain, plain)).toContain('run --source /a --shift rotation:3,gaussian-noise:1.25 --method')
  expect(shifted({ kind: 'folder', path: '/b' }, plain)).toContain('--source /a --target /b --shift rotation')
  const pair = { kind: 'built-in', pair: 'digits-textured', role: 'source' }
  expect(shifted(pair, pair)).toContain('--pair digits-textured --shift rotation:3,gaussian-noise:1.25 --shift-of source')
})

test('command line: data that it has no words for have no line', () => {
  const digits = { kind: 'built-in', pair: 'digits-textured', role: 'source' }
  const lineOf = (source: object, target: object) => commandLineOf(RunRequest.parse({ source, target, images, methods: ['dann'] }))
  expect(lineOf(digits, { kind: 'folder', path: '/b' })).toBeNull()
  expect(lineOf({ kind: 'classes', base: digits, classes: ['0'] }, { kind: 'classes', base: digits, classes: ['1'] })).toBeNull()
  const parts = [
    { kind: 'folder', path: '/a', list: '/a.csv' },
    { kind: 'folder', path: '/b' },
  ]
  expect(lineOf({ kind: 'joined', parts }, { kind: 'folder', path: '/c' })).toBeNull()
})

test('command line: leaving each domain out keeps the settings and the size of the images', () => {
  const parts = [
    { kind: 'folder', path: '/a' },
    { kind: 'folder', path: '/b' },
  ]
  const source = { kind: 'joined', parts }
  const request = RunRequest.parse({
    source,
    target: { kind: 'folder', path: '/c' },
    images,
    methods: ['irm'],
    settings: { penaltyWeight: 10 },
  })
  const line = leaveOutLineOf(request)
  expect(line).toContain('generalize --domains /a /b /c --method irm')
  expect(line).toContain('--set imageSize=28 --set testFraction=0.1 --set penaltyWeight=10')
})

test('command line: looking at a folder names its list and the size it is looked at in', () => {
  expect(inspectLineOf({ kind: 'folder', path: '/my scans', list: '/lists/a.csv' }, 32)).toBe(
    "npm run -s lab -- inspect '/my scans' --list /lists/a.csv --image-size 32",
  )
})
