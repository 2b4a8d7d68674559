/** What an import and its decoding threads say to each other. A share: an order, the names of its files, which of them to decode, their pixels. */
import type { DecodedImage, DecodeSettings } from '../decode-image'

/** To a thread. */
export type Order =
  | { readonly kind: 'read'; readonly share: number; readonly paths: readonly string[]; readonly settings: DecodeSettings }
  /** `files`: places in the share, of those the cache does not know. */
  | { readonly kind: 'decode'; readonly share: number; readonly files: readonly number[] }

/** From a thread. `refusal` is the disk's reason why a file cannot be read. */
export type News =
  | { readonly kind: 'ready' }
  | { readonly kind: 'named'; readonly share: number; readonly files: readonly FileName[] }
  /** `pixels` of all images, one after the other. */
  | { readonly kind: 'decoded'; readonly share: number; readonly images: readonly ImageNews[]; readonly pixels: Uint8Array }
  /** For no fault of the files: the caller decodes the share itself and meets the error where it has words for it. */
  | { readonly kind: 'failed'; readonly share: number }

/** `left`: the share held enough bytes without it, and the caller is to decode it. */
export type FileName = { readonly fileHash: string } | { readonly refusal: string } | { readonly left: true }
export type ImageNews = { readonly reason: string } | (Omit<DecodedImage, 'pixels'> & { readonly bytes: number })
