/** What the preload shows the page as `window.shiftlab`: the host's transport, and what only a preload can tell. */
import type { Result } from '../contract/failure'

/** The window message (with one port) by which the preload hands the engine's port to the page. */
export const ENGINE_PORT_MESSAGE = 'shiftlab:engine-port'

/** `FileHandle` is the page's File; left open here because this folder knows no DOM. */
export interface PreloadApi<FileHandle> {
  readonly host: {
    call(command: string, input: unknown): Promise<Result<unknown>>
    /** Subscribes for the life of the page. */
    onEvent(listener: (event: string, payload: unknown) => void): void
  }
  /** Absolute path of a file or folder dropped on the page; '' for a File that is not on disk. */
  pathForFile(file: FileHandle): string
  readonly platform: string
}
