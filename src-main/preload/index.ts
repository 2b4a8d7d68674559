/** The page's narrow door: host calls, host events, paths of dropped files, and the engine's port handed through. */
import { ENGINE_PORT_MESSAGE, type PreloadApi } from '@shared/rpc/preload-api'
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { CHANNELS } from '../ipc/channels'

/** The page's window as this file needs it; the Node side of the project is compiled without DOM types. */
declare const window: {
  readonly location: { readonly origin: string }
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void
}

const api: PreloadApi<File> = {
  host: {
    call: (command, input) => ipcRenderer.invoke(CHANNELS.hostCall, command, input),
    onEvent(listener) {
      ipcRenderer.on(CHANNELS.hostEvent, (_event, name: string, payload: unknown) => listener(name, payload))
    },
  },
  pathForFile: (file) => webUtils.getPathForFile(file),
  platform: process.platform,
}

contextBridge.exposeInMainWorld('shiftlab', api)

// The context bridge cannot carry a port; a window message can, and only this page's own origin may receive it.
ipcRenderer.on(CHANNELS.enginePort, ({ ports }) => {
  window.postMessage(ENGINE_PORT_MESSAGE, window.location.origin, [...ports])
})
