import { expect, test } from 'vitest'
import { FIRST_WINDOW_STATE, fitWindowState, WINDOW_DEFAULT, WINDOW_MINIMUM } from './window-state'

const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }]

test('window state: the first start has the default size and no place', () => {
  expect(fitWindowState(FIRST_WINDOW_STATE, screens)).toEqual({ x: null, y: null, ...WINDOW_DEFAULT, maximized: false })
})

test('window state: a place on a screen that is there is kept', () => {
  const state = { x: 200, y: 100, width: 1400, height: 900, maximized: true }
  expect(fitWindowState(state, screens)).toEqual(state)
})

test('window state: a place on a screen that is gone, or where the title bar cannot be grabbed, is dropped', () => {
  for (const place of [
    { x: 2500, y: 100 },
    { x: 100, y: -300 },
    { x: 1900, y: 10 },
    { x: 10, y: 1070 },
  ]) {
    expect(fitWindowState({ ...FIRST_WINDOW_STATE, ...place }, screens)).toMatchObject({ x: null, y: null })
  }
})

test('window state: a size below the minimum is raised to it', () => {
  expect(fitWindowState({ ...FIRST_WINDOW_STATE, width: 10, height: 10 }, screens)).toMatchObject(WINDOW_MINIMUM)
})
