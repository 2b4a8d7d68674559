/** What the Data screen says about a pair of domains. */
import type { DomainSummary } from '@shared/domain/dataset'
import { expect, test } from 'vitest'
import { checkPair, describeDomain } from '../../../e2e/fixtures/fake/synthetic-data'
import { classColours } from './class-colours'
import { findFindings } from './findings'

const domain = (path: string, role: 'source' | 'target'): DomainSummary => describeDomain({ kind: 'folder', path }, role, 28)
const look = (source: DomainSummary, target: DomainSummary) => findFindings(checkPair(source, target), source, target)

test('a clean pair shows only good lines', () => {
  const findings = look(domain('/a', 'source'), domain('/b', 'target'))
  expect(findings.map((finding) => [finding.level, finding.title])).toEqual([
    ['fine', 'Classes balanced'],
    ['fine', 'Nothing unreadable'],
    ['fine', 'Class names match'],
  ])
})
test('what blocks comes first and takes the good line of the same matter away', () => {
  const findings = look(domain('/a', 'source'), domain('/words', 'target'))
  expect(findings[0]).toMatchObject({ level: 'blocks', title: 'Class names differ' })
  expect(findings.map((finding) => finding.title)).not.toContain('Class names match')
})
test('unreadable files are reported once a side, with their list', () => {
  const findings = look(domain('/broken', 'source'), domain('/b', 'target'))
  expect(findings.filter((finding) => finding.filesOf === 'source')).toHaveLength(1)
  expect(findings.map((finding) => finding.title)).not.toContain('Nothing unreadable')
})
test('unreadable files that the check did not name are still shown', () => {
  const source = domain('/broken', 'source')
  const target = domain('/b', 'target')
  expect(findFindings([], source, target).find((finding) => finding.filesOf === 'source')?.text).toContain('6 files could not be read')
})
test('uneven classes are named with their counts', () => {
  const source = { ...domain('/a', 'source'), classCounts: [900, 100, 400, 400, 400, 400, 400, 400, 400, 400] }
  expect(look(source, domain('/b', 'target'))[0]).toMatchObject({
    level: 'look',
    title: 'Class counts differ',
    text: expect.stringContaining('"0" has 900 images, "1" 100: largest ÷ smallest 9.00'),
  })
})
test('a target without images is one finding, not also one without class folders', () => {
  const target = { ...domain('/flat', 'target'), images: 0 }
  expect(look(domain('/a', 'source'), target).map((finding) => finding.id)).not.toContain('unlabelled-target')
})
test('even classes are named once, without a largest and a smallest', () => {
  const source = { ...domain('/a', 'source'), classCounts: Array.from({ length: 10 }, () => 60) }
  expect(look(source, domain('/b', 'target')).find((finding) => finding.id === 'balance')?.text).toBe('Every class has 60 images.')
})
test('an unlabelled target is worth a look, not a fault', () => {
  const findings = look(domain('/a', 'source'), domain('/flat', 'target'))
  expect(findings.find((finding) => finding.title === 'The target has no class folders')?.level).toBe('look')
})
test('above ten classes the ten largest keep a hue and the rest are grey', () => {
  const colours = classColours([5, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 1])
  expect(colours[0]).toBe('var(--line-strong)')
  expect(colours[11]).toBe('var(--line-strong)')
  expect(new Set(colours.slice(1, 11)).size).toBe(10)
})
