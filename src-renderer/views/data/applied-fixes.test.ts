/** What a study says it does to its images. */
import { asStored } from '@shared/domain/preparation'
import { StudyData } from '@shared/domain/study'
import { expect, test } from 'vitest'
import { appliedFixes } from './applied-fixes'

const data = StudyData.parse({
  source: null,
  target: null,
  images: { imageSize: 28 },
  splits: { groupBy: 'name' },
  preparation: { source: { exclude: ['a', 'b'], only: ['c'] }, target: { invert: true, colour: 'grey' } },
  classMap: { zero: '0' },
})

test('applied: every change is one line, and a study as stored has none', () => {
  expect(appliedFixes(data).map(({ label }) => label)).toEqual([
    '2 source images left out',
    'Only 1 source image taken',
    'Target in grey',
    'Target inverted',
    'Groups by file name kept together',
    '1 target class matched by hand',
  ])
  expect(appliedFixes(StudyData.parse({ source: null, target: null, images: {}, preparation: { source: asStored } }))).toEqual([])
})

test('applied: stopping one leaves the others', () => {
  const inverted = appliedFixes(data).find(({ label }) => label === 'Target inverted')
  expect(appliedFixes({ ...data, ...inverted?.stop }).map(({ label }) => label)).toEqual([
    '2 source images left out',
    'Only 1 source image taken',
    'Target in grey',
    'Groups by file name kept together',
    '1 target class matched by hand',
  ])
})
