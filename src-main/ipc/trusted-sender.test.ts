import { expect, test } from 'vitest'
import { createPageLocation } from '../app/page-location'
import { isTrustedSender } from './trusted-sender'

const page = createPageLocation(null)

test('trusted sender: the page’s main frame at its own address, and nothing else', () => {
  expect(isTrustedSender({ url: 'app://shiftlab/index.html#/runs', parent: null }, page)).toBe(true)
  expect(isTrustedSender({ url: 'app://shiftlab/index.html', parent: {} }, page)).toBe(false)
  expect(isTrustedSender({ url: 'https://example.com/', parent: null }, page)).toBe(false)
  expect(isTrustedSender({ url: 'about:blank', parent: null }, page)).toBe(false)
  expect(isTrustedSender(null, page)).toBe(false)
})
