/** What the Data screen says about a pair of domains. */
import type { DomainSummary } from '@shared/domain/dataset'
import { expect, test } from 'vitest'
import { checkPair, describeDomain } from '../../../e2e/fixtures/fake/synthetic-data'
import { inspect } from '../../../e2e/fixtures/fake/synthetic-findings'
import { classColours } from './class-colours'
import { findFindings } from './findings'

const domain = (path: string, role: 'source' | 'target'): DomainSummary => describeDomain({ kind: 'folder', path }, role, 28)
const look = (source: DomainSummary, target: DomainSummary) =>
  findFindings(checkPair(source, target), inspect(source, target).findings, source, target)

test('findings come worst first: what blocks, alarms, what is worth a look, what is fine', () => {
  const levels = look(domain('/a', 'source'), domain('/words', 'target')).map(({ level }) => level)
  expect(levels[0]).toBe('blocks')
  expect([...new Set(levels)]).toEqual(['blocks', 'alarm', 'look', 'fine'])
})
test('class names that differ take the good line of the same matter away, and can be matched', () => {
  const findings = look(domain('/a', 'source'), domain('/words', 'target'))
  expect(findings[0]).toMatchObject({ title: 'Class names differ', mapsClasses: true })
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
  expect(findFindings([], [], source, target).find((finding) => finding.filesOf === 'source')?.text).toContain('6 files could not be read')
})
test('a finding brings why it matters, its remedy and its pictures', () => {
  const leak = look(domain('/a', 'source'), domain('/b', 'target')).find(({ id }) => id === 'split-leak-target')
  expect(leak).toMatchObject({ level: 'alarm', fix: { label: 'Exclude 6' }, text: expect.stringContaining('trained on') })
  expect(leak?.gallery.length).toBe(3)
})
test('a target without images is one finding, not also one without class folders', () => {
  const target = { ...domain('/flat', 'target'), images: 0 }
  expect(look(domain('/a', 'source'), target).map((finding) => finding.id)).not.toContain('unlabelled-target')
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
