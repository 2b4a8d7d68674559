/** What a built-in pair's file defines for each of its two domains. */
import type { DomainRole } from '@shared/domain/ids'
import type { RawImage } from './native-image'

export interface BuiltInDomain {
  readonly name: string
  readonly count: number
  /** Makes the image at a position; the same one every time. `file` is the path it would have in a folder. */
  image(index: number): { readonly file: string; readonly className: string; readonly image: RawImage }
}

export interface BuiltInRequest {
  readonly role: DomainRole
  /** Holds the files that set-up has written. */
  readonly builtInFolder: string
  /** Values of the pair's own parameters; what is left out takes its default. */
  readonly params: Readonly<Record<string, number>>
}

/** Throws AppError `not-found` for files that set-up has not written. */
export type OpenBuiltInDomain = (request: BuiltInRequest) => Promise<BuiltInDomain>
