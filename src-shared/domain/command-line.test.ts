import { RunRequest } from '@shared/domain/run'
import { expect, test } from 'vitest'
import { commandLineOf } from './command-line'

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
    'npm run -s lab -- run --pair digits-textured --method dann --backbone digits-cnn-bn --epochs 10 --batch 64 --seeds 0,1,2 --set imageSize=28 --set lambdaMax=0.5 --out run',
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
