/** Entry of the application: puts the parts together and says in which order they start and stop. */
import { join } from 'node:path'
import { type EngineHealth, Preferences } from '@shared/contract/host'
import { describeError } from '@shared/rpc/failures'
import { app, BrowserWindow, clipboard, dialog, Menu, MessageChannelMain, type MessagePortMain, nativeTheme, shell } from 'electron'
import { CHANNELS } from '../ipc/channels'
import { createHostHandlers } from '../ipc/host-handlers'
import { createWindowEmit, serveWindow } from '../ipc/serve-window'
import { findLocations, projectFolder } from '../storage/locations'
import { createEngineSupervisor } from '../supervisor/engine-supervisor'
import { locateAppFiles } from './app-files'
import { askBeforeClosing } from './ask-before-closing'
import { forkEngine } from './engine-fork'
import { openJsonStore } from './json-store'
import { lockDown } from './lock-down'
import { createLogFile } from './log-file'
import { backgroundColor, openMainWindow } from './main-window'
import { createMenuTemplate } from './menu-template'
import { createPageLocation } from './page-location'
import { registerPageScheme, servePage } from './page-protocol'
import { describeSandbox } from './sandbox-note'
import { FIRST_WINDOW_STATE, WindowState } from './window-state'
import { createWindowless } from './windowless'

const locations = findLocations()
const files = locateAppFiles(locations.home)
const root = projectFolder()
const page = createPageLocation(app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null))
const { log, flush } = createLogFile(files.log)
const sandboxNote = describeSandbox(app.commandLine.hasSwitch('no-sandbox'), process.getuid?.() ?? null)

registerPageScheme()
if (sandboxNote === null) app.enableSandbox()
app.setPath('userData', files.userData)

process.on('uncaughtException', (error) => {
  log(`uncaught in the main process: ${describeError(error)}`)
  void flush().then(() => app.exit(1))
})

// One instance per home folder: two would write the same files.
if (app.requestSingleInstanceLock()) void app.whenReady().then(run)
else app.exit(0)

async function run(): Promise<void> {
  log(`Shiftlab ${app.getVersion()}, Electron ${process.versions.electron}, home ${locations.home}`)
  if (sandboxNote !== null) {
    log(sandboxNote)
    console.warn(sandboxNote)
  }
  const preferences = await openJsonStore(files.preferences, Preferences, Preferences.parse({}), log)
  const windowState = await openJsonStore(files.windowState, WindowState, FIRST_WINDOW_STATE, log)
  nativeTheme.themeSource = preferences.get().theme

  let window: BrowserWindow | null = null
  const emit = createWindowEmit(() => window)
  const engine = createEngineSupervisor<MessagePortMain>({
    fork: () => forkEngine(join(root, 'out/main/engine.js'), locations, log),
    createChannel() {
      const { port1, port2 } = new MessageChannelMain()
      return [port1, port2]
    },
    onHealth: (health: EngineHealth) => emit('host.engineHealth', health),
    log,
  })

  const choosePath = async (options: Electron.OpenDialogOptions): Promise<string | null> => {
    const { canceled, filePaths } = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
    return canceled ? null : (filePaths[0] ?? null)
  }

  serveWindow({
    page,
    log,
    handlers: createHostHandlers({
      chooseFolder: (title) => choosePath({ title, properties: ['openDirectory'] }),
      chooseList: (title) => choosePath({ title, properties: ['openFile'], filters: [{ name: 'CSV', extensions: ['csv'] }] }),
      showInFolder: (path) => shell.showItemInFolder(path),
      openFile: (path) => shell.openPath(path),
      copyText: (text) => clipboard.writeText(text),
      preferences: {
        get: preferences.get,
        async set(next) {
          nativeTheme.themeSource = next.theme
          return preferences.set(next)
        },
      },
      about: { version: app.getVersion(), electron: process.versions.electron, sandboxNote, home: locations.home },
      engine,
      sendEnginePort: () => window?.webContents.postMessage(CHANNELS.enginePort, null, [engine.connect()]),
    }),
  })

  lockDown(page, log)
  if (!page.development) servePage(join(root, 'out/renderer'))
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      createMenuTemplate({
        act: (action) => emit('host.menu', { action }),
        openHome: () => void shell.openPath(locations.home),
        openDocumentation: () => void shell.openPath(join(root, 'docs')),
        development: page.development,
        mac: process.platform === 'darwin',
      }),
    ),
  )

  const windowless = createWindowless({
    busy: engine.busy,
    ask: () => askBeforeClosing(window),
    closeWindow: () => window?.destroy(),
    quit: () => app.quit(),
    hasWindow: () => window !== null,
  })

  function openWindow(): void {
    window = openMainWindow({
      page,
      preload: join(root, 'out/preload/index.cjs'),
      icon: join(root, 'resources/icon.png'),
      state: windowState,
      log,
    })
    window.on('close', (event) => {
      if (windowless.holdsClosing()) event.preventDefault()
    })
    window.on('closed', () => {
      window = null
    })
  }

  nativeTheme.on('updated', () => window?.setBackgroundColor(backgroundColor()))
  app.on('second-instance', () => {
    if (window === null) openWindow()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow()
  })
  app.on('window-all-closed', () => windowless.allClosed())
  app.on('before-quit', () => windowless.quitting())
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) =>
    log(`${name ?? type} is gone: ${reason}, exit code ${exitCode}`),
  )
  finishBeforeQuit(async () => {
    await engine.stop()
    await Promise.all([preferences.flush(), windowState.flush()])
    await flush()
  })

  engine.start()
  openWindow()
}

/** Quitting waits for `finish`: the engine keeps its checkpoint (the supervisor limits how long that may take), files are written. */
function finishBeforeQuit(finish: () => Promise<void>): void {
  let finishing = false
  let finished = false
  app.on('before-quit', (event) => {
    if (finished) return
    event.preventDefault()
    if (finishing) return
    finishing = true
    for (const window of BrowserWindow.getAllWindows()) window.hide()
    void finish().finally(() => {
      finished = true
      app.quit()
    })
  })
}
