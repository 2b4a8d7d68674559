/** What a built-in pair's file defines for each of its two domains. */
import type { RawImage } from './native-image'

export interface BuiltInDomain {
  readonly name: string
  readonly count: number
  /** Makes the image at a position; the same one every time. `file` is the path it would have in a folder. */
  image(index: number): { readonly file: string; readonly className: string; readonly image: RawImage }
}
