/** The main process as a typed client, over the calls and events that the preload lets through. */
import { AppError } from '@shared/contract/failure'
import { type HostContract, hostContract } from '@shared/contract/host'
import { createClient } from '@shared/rpc/client'
import type { ClientMessage, ServerMessage } from '@shared/rpc/messages'
import type { Port } from '@shared/rpc/port'
import type { PreloadApi } from '@shared/rpc/preload-api'
import type { Client } from '@shared/rpc/types'

export interface HostClient extends Client<HostContract> {
  /** Absolute path of a file or folder dropped on the page. */
  pathForFile(file: File): string
}

/** An aborted call is given up on this side only: the host's calls are short and are not interrupted. */
export function createHostClient(api: PreloadApi<File>): HostClient {
  return { ...createClient(hostContract, createHostPort(api.host)), pathForFile: api.pathForFile }
}

function createHostPort(host: PreloadApi<File>['host']): Port {
  const listeners: ((message: ServerMessage) => void)[] = []
  const announce = (message: ServerMessage): void => {
    for (const listener of listeners) listener(message)
  }

  async function answer(id: number, command: string, input: unknown): Promise<void> {
    const result = await host
      .call(command, input)
      .catch((error: unknown) => ({ ok: false as const, failure: unreachable(error).toFailure() }))
    announce(result.ok ? { kind: 'result', id, ok: true, value: result.value } : { kind: 'failure', id, failure: result.failure })
  }

  host.onEvent((event, payload) => announce({ kind: 'event', event, payload }))
  return {
    post(message) {
      const { kind, ...call } = message as ClientMessage
      if (kind === 'call' && 'command' in call) void answer(call.id, call.command, call.input)
    },
    onMessage: (listener) => void listeners.push(listener),
    onClose() {},
    close: () => void listeners.splice(0),
  }
}

function unreachable(error: unknown): AppError {
  return new AppError('internal', `The main process did not answer: ${String(error)}`, 'Close Shiftlab and start it again.')
}
