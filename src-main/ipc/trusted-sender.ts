/** Decides whether a call comes from the page itself: its main frame, at its own address, in its own window. */
import type { PageLocation } from '../app/page-location'

/** The part of Electron's WebFrameMain that is looked at. */
export interface SenderFrame {
  readonly url: string
  /** Null for a main frame. */
  readonly parent: object | null
}

/** `frame` is null when it navigated away or was destroyed meanwhile. */
export function isTrustedSender(frame: SenderFrame | null, page: PageLocation): boolean {
  return frame !== null && frame.parent === null && page.owns(frame.url)
}
