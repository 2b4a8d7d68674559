/** WebP through libwebp in WebAssembly, since TensorFlow has no decoder for it. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import decode, { init } from '@jsquash/webp/decode.js'
import type { RawImage } from './native-image'
import { UnreadableImage } from './unreadable-image'

let ready: Promise<void> | null = null

/** RGBA pixels of a still WebP. Throws UnreadableImage. */
export async function decodeWebp(bytes: Uint8Array): Promise<RawImage> {
  ready ??= start()
  await ready
  try {
    const { width, height, data } = (await decode(bytes as unknown as ArrayBuffer)) as DecodedPixels
    return { width, height, channels: 4, pixels: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
  } catch {
    throw new UnreadableImage('damaged WebP')
  }
}

interface DecodedPixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>
}

/** The package would fetch its module by URL; here its bytes are read from the installed package, bundled or not. */
async function start(): Promise<void> {
  const wasmBinary = await readFile(createRequire(import.meta.url).resolve('@jsquash/webp/codec/dec/webp_dec.wasm'))
  await init({ wasmBinary } as Parameters<typeof init>[0])
}
