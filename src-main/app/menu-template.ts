/** The application menu: what the page also offers, where people look for it, and what only the host can do. */
import type { EventPayload } from '@shared/contract/define'
import type { HostContract } from '@shared/contract/host'
import type { MenuItemConstructorOptions } from 'electron'

export type MenuAction = EventPayload<HostContract, 'host.menu'>['action']

export interface MenuOptions {
  readonly act: (action: MenuAction) => void
  readonly openHome: () => void
  readonly openDocumentation: () => void
  /** Adds reload and the developer tools. */
  readonly development: boolean
  readonly mac: boolean
}

export function createMenuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { act, openHome, openDocumentation, development, mac } = options
  /** The page handles the key itself: it knows whether a field has the focus. */
  const shown = (label: string, accelerator: string, action: MenuAction): MenuItemConstructorOptions => ({
    label,
    accelerator,
    registerAccelerator: false,
    click: () => act(action),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const developer: readonly MenuItemConstructorOptions[] = [separator, { role: 'reload' }, { role: 'toggleDevTools' }]
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New study', accelerator: 'CmdOrCtrl+N', click: () => act('new-study') },
        { label: 'Open runs folder', click: openHome },
        separator,
        { role: mac ? 'close' : 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        shown('Undo', 'CmdOrCtrl+Z', 'undo'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        shown('Command palette', 'CmdOrCtrl+K', 'palette'),
        separator,
        { label: 'Switch theme', click: () => act('toggle-theme') },
        shown('Projector mode', 'P', 'projector'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(development ? developer : []),
      ],
    },
    {
      label: '&Help',
      submenu: [shown('Keyboard shortcuts', '?', 'shortcuts'), { label: 'Open documentation folder', click: openDocumentation }],
    },
  ]
}
