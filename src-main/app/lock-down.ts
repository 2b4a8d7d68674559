/** Refuses what this application never needs: other pages, other windows, permissions, the network. */
import type { Log } from '@shared/rpc/failures'
import { app, session } from 'electron'
import type { PageLocation } from './page-location'

/** Holds for every web contents made afterwards. Call once the application is ready and before the first window. */
export function lockDown(page: PageLocation, log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log(`a new window was refused: ${url}`)
      return { action: 'deny' }
    })
    contents.on('will-frame-navigate', (event) => {
      if (event.isMainFrame && event.url === page.url) return
      log(`a navigation was refused: ${event.url}`)
      event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })

  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, decide) => {
    log(`a permission was refused: ${permission}`)
    decide(false)
  })
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', (event, item) => {
    // Pictures and tables that the page itself made are the only downloads.
    if (!item.getURL().startsWith('blob:')) event.preventDefault()
  })
  defaultSession.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isLocal(details.url, page) }))
}

function isLocal(url: string, page: PageLocation): boolean {
  return page.owns(url) || /^(data|blob|devtools):/.test(url) || (page.development && page.owns(url.replace(/^ws/, 'http')))
}
