/** Connects the host's handlers with the one window: calls in, events out, strangers refused. */
import { AppError, type Result } from '@shared/contract/failure'
import { type HostContract, hostContract } from '@shared/contract/host'
import { dispatch } from '@shared/rpc/dispatch'
import type { Log } from '@shared/rpc/failures'
import type { Emit, Handlers } from '@shared/rpc/types'
import { type BrowserWindow, ipcMain } from 'electron'
import type { PageLocation } from '../app/page-location'
import { CHANNELS } from './channels'
import { isTrustedSender } from './trusted-sender'

export function serveWindow(options: { readonly handlers: Handlers<HostContract>; readonly page: PageLocation; readonly log: Log }): void {
  const { handlers, page, log } = options
  ipcMain.handle(CHANNELS.hostCall, async (event, command: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!isTrustedSender(event.senderFrame, page)) {
      log(`a call from ${event.senderFrame?.url ?? 'a frame that is gone'} was refused`)
      const refusal = new AppError('invalid-input', 'The call does not come from the page of Shiftlab.', 'Reload the window.')
      return { ok: false, failure: refusal.toFailure() }
    }
    // Calls to the host are short: there is nothing to abort.
    return dispatch(hostContract, handlers, { command: String(command), input, signal: new AbortController().signal }, log)
  })
}

/** Announces host events in `window()`; dropped while there is none. */
export function createWindowEmit(window: () => BrowserWindow | null): Emit<HostContract> {
  return (event, payload) => {
    const contents = window()?.webContents
    if (contents !== undefined && !contents.isDestroyed()) contents.send(CHANNELS.hostEvent, event, payload)
  }
}
