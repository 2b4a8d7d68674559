import type { MenuItemConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { createMenuTemplate, type MenuAction } from './menu-template'

function items(development: boolean, actions: MenuAction[] = []): MenuItemConstructorOptions[] {
  const template = createMenuTemplate({
    act: (action) => actions.push(action),
    openHome() {},
    openDocumentation() {},
    development,
    mac: false,
  })
  return template.flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[])
}

test('menu: every action of the contract has an item', () => {
  const actions: MenuAction[] = []
  for (const { click } of items(false, actions)) (click as (() => void) | undefined)?.()
  expect([...actions].sort()).toEqual(['new-study', 'palette', 'projector', 'shortcuts', 'toggle-theme', 'undo'])
})

test('menu: keys that the page handles are shown but not taken from it', () => {
  for (const { label, accelerator, registerAccelerator } of items(false)) {
    if (accelerator !== undefined && label !== 'New study') expect(registerAccelerator, label).toBe(false)
  }
})

test('menu: reload and developer tools are there in development only', () => {
  const roles = (development: boolean) => items(development).map(({ role }) => role)
  expect(roles(true)).toContain('reload')
  expect(roles(false)).not.toContain('reload')
  expect(roles(false)).not.toContain('toggleDevTools')
})
