/** What the preload adds to the page's window. */
import type { PreloadApi } from '@shared/rpc/preload-api'

declare global {
  interface Window {
    readonly shiftlab: PreloadApi<File>
  }
}
