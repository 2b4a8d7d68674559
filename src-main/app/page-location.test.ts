import { expect, test } from 'vitest'
import { createPageLocation } from './page-location'

test('page location: only addresses of the page’s own scheme and host belong to it', () => {
  const page = createPageLocation(null)
  expect(page.owns('app://shiftlab/index.html#/train')).toBe(true)
  for (const url of [
    'app://other/index.html',
    'https://shiftlab/index.html',
    'file:///index.html',
    'app://shiftlab.evil/',
    'about:blank',
    '',
  ]) {
    expect(page.owns(url)).toBe(false)
  }
})

test('page location: in development the server’s origin takes its place, port included', () => {
  const page = createPageLocation('http://localhost:5173')
  expect(page.development).toBe(true)
  expect(page.owns('http://localhost:5173/src/main.tsx')).toBe(true)
  expect(page.owns('http://localhost:5174/')).toBe(false)
  expect(page.owns('app://shiftlab/index.html')).toBe(false)
})
