/** A decoding thread's side: reads and names the files of a share, then decodes those that are asked for. */
import type { MessagePort } from 'node:worker_threads'
import { hashBytes } from '../content-hash'
import { type DecodedImage, type DecodeSettings, decodeImages } from '../decode-image'
import { readFileNow } from '../read-ahead'
import { UnreadableImage } from '../unreadable-image'
import type { FileName, ImageNews, News, Order } from './orders'

interface ReadShare {
  /** One a path; null for a file that was refused or left. */
  readonly files: readonly (Uint8Array | null)[]
  readonly settings: DecodeSettings
}

/** Coded bytes of a share, to within one file: shares are cut by number, before anybody knows how large their files are. */
const mostBytes = 16 * 1024 * 1024

export function serveDecoding(port: MessagePort): void {
  const held = new Map<number, ReadShare>()
  port.on('message', async (order: Order) => {
    const { share } = order
    try {
      if (order.kind === 'read') post(readShare(order))
      else await decodeShare(order)
    } catch {
      held.delete(share)
      post({ kind: 'failed', share })
    }
  })
  post({ kind: 'ready' })

  function readShare({ share, paths, settings }: Extract<Order, { kind: 'read' }>): News {
    const files: (Uint8Array | null)[] = []
    const names: FileName[] = []
    let bytesHeld = 0
    for (const path of paths) {
      const { name, bytes } = bytesHeld < mostBytes ? readOrRefuse(path) : { name: { left: true } as const, bytes: null }
      files.push(bytes)
      names.push(name)
      bytesHeld += bytes?.length ?? 0
    }
    held.set(share, { files, settings })
    return { kind: 'named', share, files: names }
  }

  async function decodeShare({ share, files }: Extract<Order, { kind: 'decode' }>): Promise<void> {
    const read = held.get(share)
    held.delete(share)
    if (read === undefined) return
    const decoded = await decodeImages(
      files.flatMap((at) => read.files[at] ?? []),
      read.settings,
    )
    const pixels = packPixels(decoded.flatMap((image) => (image instanceof UnreadableImage ? [] : [image])))
    post({ kind: 'decoded', share, images: decoded.map(describe), pixels }, [pixels.buffer])
  }

  function post(news: News, given: ArrayBuffer[] = []): void {
    port.postMessage(news, given)
  }
}

function readOrRefuse(path: string): { readonly name: FileName; readonly bytes: Uint8Array | null } {
  try {
    const bytes = readFileNow(path)
    return { name: { fileHash: hashBytes(bytes) }, bytes }
  } catch (error) {
    if (!(error instanceof UnreadableImage)) throw error
    return { name: { refusal: error.reason }, bytes: null }
  }
}

/** In memory of its own, which can be given away. */
function packPixels(images: readonly DecodedImage[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(images.reduce((sum, { pixels }) => sum + pixels.length, 0))
  let at = 0
  for (const { pixels } of images) {
    joined.set(pixels, at)
    at += pixels.length
  }
  return joined
}

function describe(image: DecodedImage | UnreadableImage): ImageNews {
  if (image instanceof UnreadableImage) return { reason: image.reason }
  const { pixels, ...facts } = image
  return { ...facts, bytes: pixels.length }
}
