/** Every family of findings on domains that have one thing the matter with them, and on one that has nothing. */

import { applyFix } from '@shared/domain/apply-fix'
import type { DomainRole } from '@shared/domain/ids'
import type { Finding, FindingCode } from '@shared/domain/inspection'
import { asStored } from '@shared/domain/preparation'
import { expect, test } from 'vitest'
import { tf } from '../backend/tensorflow'
import type { ImportedDomain } from '../data/imported-domain'
import { preparedPixels } from '../data/prepared-pixels'
import { compareParts } from './findings/label-shift'
import { inspectPair } from './inspect-pair'
import { type Paint, paintedDomain, side, texture } from './testing/painted-domain'

const plain = (role: DomainRole): ImportedDomain => paintedDomain({ role, paint: texture() })

async function look(source: ImportedDomain, target: ImportedDomain | null = plain('target')): Promise<readonly Finding[]> {
  return (await inspectPair({ source, target, testFraction: 0.25 })).findings
}

async function found(code: FindingCode, source: ImportedDomain, target?: ImportedDomain | null): Promise<Finding> {
  const finding = (await look(source, target)).find((one) => one.code === code && one.severity !== 'fine')
  expect(finding, `a finding '${code}'`).toBeDefined()
  return finding as Finding
}

/** A bright square on a dark ground, at a place of its own, with texture on both. */
const square: Paint = ({ x, y, index, random }) => {
  const inside = Math.abs(x - 5 - (index % 5)) < 4 && Math.abs(y - 5 - (index % 4)) < 4
  const value = (inside ? 210 : 30) + 30 * (random.uniform() - 0.5)
  return [value, value, value]
}

test('findings: a plain pair has nothing but good lines, worst first, and no tensor is left', async () => {
  const before = tf.memory().numTensors
  const findings = await look(plain('source'))
  expect(findings.filter(({ severity }) => severity !== 'fine').map(({ title }) => title)).toEqual([])
  expect(findings.length).toBeGreaterThan(10)
  expect(tf.memory().numTensors).toBe(before)
})

test('findings: every one that is not fine says why it matters', async () => {
  const findings = await look(
    paintedDomain({ paint: square, classOf: (i) => (i < 4 ? 1 : 0) }),
    paintedDomain({ role: 'target', paint: texture(40, 20) }),
  )
  const ranks = findings.map(({ severity }) => ['alarm', 'look', 'fine'].indexOf(severity))
  expect(ranks).toEqual([...ranks].sort())
  expect(ranks[0]).toBe(0)
  for (const finding of findings) if (finding.severity !== 'fine') expect(finding.why).toMatch(/\S.*\.$/)
})

test('class balance: the largest and the smallest class are named with their ratio', async () => {
  const finding = await found('class-balance', paintedDomain({ paint: texture(), classOf: (i) => (i < 30 ? 0 : 1) }))
  expect(finding.message).toBe("'a' has 30 images, 'b' 10: largest ÷ smallest 3.00.")
  const even = (await look(plain('source'), null)).find(({ code }) => code === 'class-balance')
  expect(even).toMatchObject({ severity: 'fine', message: 'Every class has 20 images.' })
})

test('source parts: each source with its images, and the classes that only others have', async () => {
  const joined = (classOf: (index: number) => number): ImportedDomain => {
    const domain = paintedDomain({ paint: texture(), classOf, marks: (index) => ({ part: index < 25 ? 0 : 1 }) })
    return {
      ...domain,
      summary: {
        ...domain.summary,
        parts: [
          { name: 'studio', images: 25 },
          { name: 'street', images: 15 },
        ],
      },
    }
  }
  const finding = await found(
    'source-parts',
    joined((index) => (index < 25 ? index % 2 : 1)),
  )
  expect(finding.title).toBe('Sources hold different classes')
  expect(finding.message).toMatch(/^studio: 25 images, brightness 0\.50, contrast \S+; street: 15 images, none of 'a', brightness 0\.50,/)
  expect(finding.gallery.map(({ note }) => note)).toEqual(['studio', 'street'])
  const alike = (await look(joined((index) => index % 2))).find(({ code }) => code === 'source-parts')
  expect(alike).toMatchObject({ severity: 'fine', title: 'Sources hold the same classes' })
  expect((await look(plain('source'))).some(({ code }) => code === 'source-parts')).toBe(false)
})

test('label shift: total variation of the parts, from counts that were given; a sealed target gives none', async () => {
  const [finding] = compareParts({ classNames: ['a', 'b'], classCounts: [50, 50] }, { classNames: ['a', 'b'], classCounts: [90, 10] })
  expect(finding).toMatchObject({ severity: 'look', message: expect.stringContaining('is 0.40') })
  expect((await look(plain('source'))).some(({ code }) => code === 'label-shift')).toBe(false)
  expect((await look(plain('source'), plain('source'))).find(({ code }) => code === 'label-shift')?.severity).toBe('fine')
})

test('image sizes: different aspect ratios are named, and the wider side is offered a crop that mends them', async () => {
  const wide = paintedDomain({ role: 'target', paint: texture(), marks: () => ({ width: 200, height: 100 }) })
  const finding = await found('image-sizes', plain('source'), wide)
  expect(finding.fix?.change).toEqual({ kind: 'prepare', target: { crop: { left: 0.25, right: 0.25, top: 0, bottom: 0 } } })
})

test('shortcut: a class that brightness gives away is named with its area under the curve', async () => {
  const paint: Paint = ({ index, random }) => {
    const value = (index % 2 === 0 ? 90 : 160) + 80 * (random.uniform() - 0.5)
    return [value, value, value]
  }
  const finding = await found('shortcut', paintedDomain({ paint }))
  expect(finding).toMatchObject({
    title: expect.stringMatching(/^Brightness gives '[ab]' away$/),
    message: expect.stringContaining('AUC 1.00'),
  })
  expect(finding.gallery.length).toBeGreaterThan(3)
})

test('shortcut: labels that are sealed are not looked at', async () => {
  const paint: Paint = ({ index }) => [index * 3, index * 3, index * 3]
  const codes = (await look(plain('source'), paintedDomain({ role: 'target', paint })))
    .filter(({ role }) => role === 'target')
    .map(({ code }) => code)
  expect(codes).not.toContain('shortcut')
  expect(codes).not.toContain('class-balance')
})

/** One image in colours among grey textures. */
const oddOne: Paint = (at) => (at.index === 7 ? [at.x * 16, 255 - at.y * 16, 0] : texture(128, 12)(at))

test('outliers: the image that is like no other is shown, and excluding it leaves out its content', async () => {
  const source = paintedDomain({ paint: oddOne })
  const finding = await found('outliers', source)
  expect(finding.gallery.map(({ images }) => images[0].index)).toEqual([7])
  expect(finding.fix?.change).toEqual({ kind: 'prepare', source: { exclude: [source.contentHashes[7]] } })
})

test('outliers: judged by a network’s features where one is there, and the finding says by what', async () => {
  const source = plain('source')
  const closed: string[] = []
  const { findings } = await inspectPair({
    source,
    testFraction: 0.25,
    openFeatures: ({ pixels: { count } }) => ({
      count,
      name: 'the features of a network',
      // A line of points ever farther apart, with one far beyond its end.
      features: (rows) => tf.tensor2d(Array.from(rows, (row) => [row === 11 ? 1e5 : row * row, 1])),
      dispose: () => void closed.push('closed'),
    }),
  })
  const finding = findings.find(({ code }) => code === 'outliers')
  expect(finding?.gallery.map(({ images }) => images[0].index)).toEqual([11])
  expect(finding?.message).toMatch(/judged by the features of a network\.$/)
  expect(closed).toEqual(['closed'])
  expect((await found('outliers', paintedDomain({ paint: oddOne }))).message).toMatch(
    /judged by blurred thumbnails, without a trained network\.$/,
  )
})

test('near-duplicates: a copy under another content is found; its later image is what is excluded', async () => {
  const source = paintedDomain({ paint: square, count: 30, copyOf: (index) => (index === 20 ? 4 : null) })
  const finding = await found('near-duplicates', source)
  expect(finding.gallery.map(({ images }) => images.map(({ index }) => index))).toContainEqual([4, 20])
})

test('leaks: a training image that is held out as well is an alarm, and excluding the test image ends it', async () => {
  const sideOf = (index: number) => ({ side: index < 20 ? 'train' : 'test' }) as const
  const source = paintedDomain({ paint: texture(), copyOf: (index) => (index === 25 ? 3 : null), marks: sideOf })
  const finding = await found('split-leak', source)
  expect(finding).toMatchObject({
    severity: 'alarm',
    fix: { label: 'Exclude 1', change: { source: { exclude: [source.contentHashes[25]] } } },
  })
})

test('leaks: an image in both domains is an alarm about the target', async () => {
  const source = plain('source')
  const shared = paintedDomain({ role: 'target', paint: texture() })
  const pixels = {
    ...shared.pixels,
    read: (rows: ArrayLike<number>) => (rows.length === 1 && rows[0] === 5 ? source.pixels : shared.pixels).read(rows),
  }
  const readOne = {
    ...pixels,
    read: (rows: ArrayLike<number>) => Uint8Array.from(Array.from(rows, (row) => [...pixels.read([row])]).flat()),
  }
  const finding = await found('domain-leak', source, { ...shared, pixels: readOne })
  expect(finding).toMatchObject({ severity: 'alarm', role: 'target', fix: { change: { target: { exclude: [shared.contentHashes[5]] } } } })
})

test('anomalies: images of one colour, and grey ones among coloured ones', async () => {
  const paint: Paint = (at) => {
    if (at.index === 3) return [90, 90, 90]
    const [value] = texture()(at)
    return at.index === 11 ? [value, value, value] : [value, value * 0.6, value * 0.3]
  }
  const source = paintedDomain({ paint })
  expect((await found('constant-images', source, null)).gallery.map(({ images }) => images[0].index)).toEqual([3])
  expect((await found('channel-count', source, null)).gallery.map(({ images }) => images[0].index)).toEqual([3, 11])
})

test('anomalies: a grey domain against a coloured one offers grey for both', async () => {
  const coloured = paintedDomain({ role: 'target', paint: (at) => [texture()(at)[0], 40, 90] })
  const finding = await found('channel-count', plain('source'), coloured)
  expect(finding.fix?.change).toEqual({ kind: 'prepare', source: { colour: 'grey' }, target: { colour: 'grey' } })
})

/** Takes a finding's remedy and looks again at the pixels as they are fed then. */
function remedied(domain: ImportedDomain, role: DomainRole, { fix }: Finding): ImportedDomain {
  if (fix === null) throw new Error('The finding has no remedy.')
  const preparation = applyFix({ images: { imageSize: side } }, fix).preparation?.[role] ?? asStored
  return { ...domain, preparation, pixels: preparedPixels(domain.pixels, preparation) }
}

test.each<[FindingCode, Paint, Paint]>([
  ['value-range', texture(128, 120), ({ random }) => Array(3).fill(8 + 7 * (random.uniform() - 0.5) * 2) as [number, number, number]],
  ['polarity', square, (at) => square(at).map((value) => 255 - value) as unknown as [number, number, number]],
  ['channel-order', (at) => [texture(200, 40)(at)[0], 120, 40], (at) => [40, 120, texture(200, 40)(at)[0]]],
])('mismatch: %s raises an alarm, and its remedy ends it', async (code, ofSource, ofTarget) => {
  const [source, target] = [paintedDomain({ paint: ofSource }), paintedDomain({ role: 'target', paint: ofTarget })]
  const finding = await found(code, source, target)
  expect(finding.severity).toBe('alarm')
  const again = await look(source, remedied(target, 'target', finding))
  expect(again.find((one) => one.code === code)?.severity).toBe('fine')
})

test('mismatch: a frame around one side is measured, and a plain ground is none', async () => {
  const framed: Paint = (at) => (at.x < 2 || at.x > 13 || at.y < 2 || at.y > 13 ? [0, 0, 0] : texture(160, 40)(at))
  const finding = await found('border', plain('source'), paintedDomain({ role: 'target', paint: framed }))
  expect(finding).toMatchObject({ severity: 'alarm', role: 'target' })
  const crop = { left: 0.188, top: 0.188, right: 0.188, bottom: 0.188 }
  expect(finding.fix?.change).toEqual({ kind: 'prepare', target: { crop } })
  const disc: Paint = ({ x, y, index }) => (Math.hypot(x - 7.5, y - 7.5) < 4 + (index % 3) ? [200, 200, 200] : [0, 0, 0])
  expect(
    (await look(plain('source'), paintedDomain({ role: 'target', paint: disc }))).find(({ code }) => code === 'border')?.severity,
  ).toBe('fine')
})

test('mismatch: objects of other sizes on a plain ground, and images that only one side enlarges', async () => {
  const disc =
    (radius: number): Paint =>
    ({ x, y, random }) =>
      Math.hypot(x - 7.5, y - 7.5) < radius ? [200 + 20 * random.uniform(), 200, 200] : [0, 0, 0]
  const finding = await found('scale', paintedDomain({ paint: disc(3) }), paintedDomain({ role: 'target', paint: disc(7) }))
  expect(finding).toMatchObject({ severity: 'alarm', role: 'source', fix: { label: 'Crop the source' } })
  const small = paintedDomain({ role: 'target', paint: texture(), marks: () => ({ width: 8, height: 8 }) })
  const large = paintedDomain({ paint: texture(), marks: () => ({ width: 300, height: 300 }) })
  expect((await found('scale', large, small)).fix?.change).toEqual({ kind: 'image-size', imageSize: 8 })
})

test('channel statistics: normalising the target brings its mean and deviation to the source', async () => {
  const [source, target] = [plain('source'), paintedDomain({ role: 'target', paint: texture(60, 25) })]
  const finding = await found('channel-statistics', source, target)
  const { pixels } = remedied(target, 'target', finding)
  const values = pixels.read(Array.from({ length: pixels.count }, (_, row) => row))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length / 255
  expect(mean).toBeCloseTo(source.summary.channelMean[0], 2)
})

test('groups: names that mark subjects are found when the split tears them apart, and the remedy keeps them together', async () => {
  const source = paintedDomain({ paint: texture(), marks: (index) => ({ name: Math.floor(index / 4) }) })
  const finding = await found('groups', source)
  expect(finding).toMatchObject({ title: 'File names mark 10 groups (source)', fix: { change: { kind: 'group', groupBy: 'name' } } })
  const { findings } = await inspectPair({ source, target: null, testFraction: 0.25, splits: { validationFraction: 0, groupBy: 'name' } })
  expect(findings.some(({ code }) => code === 'groups')).toBe(false)
})

test('profiles: distributions add up, means are those of the classes, a sealed target has one mean', async () => {
  const { profiles } = await inspectPair({ source: plain('source'), target: plain('target'), testFraction: 0.25 })
  for (const { distributions } of profiles) {
    for (const { shares } of distributions) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6)
  }
  expect(profiles.map(({ means }) => means.classNames)).toEqual([[null, 'a', 'b'], [null]])
  expect(profiles[0].split).toEqual({ train: 30, validation: 0, test: 10 })
})
