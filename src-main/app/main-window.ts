/** Makes the one window: sandboxed, remembered in size and place, shown when it has something to show. */
import { describeError, type Log } from '@shared/rpc/failures'
import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import type { JsonStore } from './json-store'
import type { PageLocation } from './page-location'
import { createRenderRecovery } from './render-recovery'
import { fitWindowState, WINDOW_MINIMUM, type WindowState } from './window-state'

export interface MainWindowOptions {
  readonly page: PageLocation
  /** Absolute paths of the bundled preload and the window's icon. */
  readonly preload: string
  readonly icon: string
  readonly state: JsonStore<WindowState>
  readonly log: Log
}

/** The page's `--bg`, so that nothing flashes before its first paint. */
export function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#0e1116' : '#f4f5f7'
}

export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { page, preload, icon, state, log } = options
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const { x, y, width, height, maximized } = fitWindowState(state.get(), workAreas)
  const window = new BrowserWindow({
    width,
    height,
    ...(x === null || y === null ? {} : { x, y }),
    minWidth: WINDOW_MINIMUM.width,
    minHeight: WINDOW_MINIMUM.height,
    title: 'Shiftlab',
    icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Its dictionaries would come from the network.
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  const keepPlace = (): void => {
    state
      .set({ ...window.getNormalBounds(), maximized: window.isMaximized() })
      .catch((error: unknown) => log(`the window's place could not be kept: ${describeError(error)}`))
  }
  window.on('close', keepPlace)
  // Quitting hides the window first and closes it when it is too late to write.
  window.on('hide', keepPlace)
  watchPage(window, log)
  window.loadURL(page.url).catch((error: unknown) => log(`the page could not be loaded: ${describeError(error)}`))
  return window
}

/** Brings a crashed page back once by itself; a second crash within a minute is a person's decision. */
function watchPage(window: BrowserWindow, log: Log): void {
  const recovery = createRenderRecovery()
  window.on('unresponsive', () => log('the page does not respond'))
  window.on('responsive', () => log('the page responds again'))
  window.webContents.on('preload-error', (_event, path, error) => log(`the preload ${path} failed: ${describeError(error)}`))
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log(`the page's process is gone: ${reason}, exit code ${exitCode}`)
    if (reason === 'clean-exit' || window.isDestroyed()) return
    if (recovery.next(performance.now()) === 'reload') window.webContents.reload()
    else void askAboutCrash(window)
  })
}

async function askAboutCrash(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Shiftlab',
    message: 'The window stopped twice within a minute.',
    detail: 'Runs go on in the engine and are kept. Reload the window, or quit: running trials then stop at a checkpoint.',
    buttons: ['Reload the window', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response === 1) app.quit()
  else if (!window.isDestroyed()) window.webContents.reload()
}
