/**
 * Stock TensorFlow.js in a realm of its own. tfjs keeps its backends in one global registry, which the engine's native backend is
 * in already: the browser bundles that `npm install @tensorflow/tfjs` brings run in a fresh context instead, with no more of a
 * browser than they ask for.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import type * as TensorFlowJs from '@tensorflow/tfjs'

export type StockTensorFlow = typeof TensorFlowJs

// Not named require: the bundle that this file ends up in declares one of its own.
const packages = createRequire(import.meta.url)
const bundle = packages.resolve('@tensorflow/tfjs/dist/tf.min.js')
const wasmBundle = packages.resolve('@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js')

/** The stock bundle as it is put into pages. */
export function stockBundle(): Promise<string> {
  return readFile(bundle, 'utf8')
}

export interface PlainRealm {
  readonly tf: StockTensorFlow
  /** What tfjs takes apart with `instanceof Array` must be made in its realm. */
  parseJson(text: string): unknown
  arrayOf<T>(items: readonly T[]): T[]
}

let opened: Promise<PlainRealm> | null = null

/** The bundle with its WebAssembly backend, or its pure JavaScript one where WebAssembly cannot be had; loaded once. */
export function openPlainRealm(): Promise<PlainRealm> {
  opened ??= load()
  return opened
}

async function load(): Promise<PlainRealm> {
  const context = createContext(browserGlobals())
  runInContext('var self = this, window = this', context)
  runInContext(await stockBundle(), context, { filename: bundle })
  runInContext(await readFile(wasmBundle, 'utf8'), context, { filename: wasmBundle })
  const { tf } = context as { readonly tf: StockTensorFlow & { readonly wasm: { setWasmPaths(folder: string): void } } }
  tf.wasm.setWasmPaths(join(wasmBundle, '..', '/'))
  if (!(await tf.setBackend('wasm'))) await tf.setBackend('cpu')
  return {
    tf,
    parseJson: runInContext('(text) => JSON.parse(text)', context) as PlainRealm['parseJson'],
    arrayOf: runInContext('(items) => [...items]', context) as PlainRealm['arrayOf'],
  }
}

/** What the bundles look for; typed arrays are this realm's, so that values pass without copies. */
function browserGlobals(): Record<string, unknown> {
  const document = { currentScript: null, createElement: () => ({ getContext: () => null }) }
  const fetchFile = async (path: string): Promise<Response> =>
    new Response(new Uint8Array(await readFile(path)), { headers: { 'content-type': 'application/wasm' } })
  return {
    ...{ Float32Array, Int32Array, Uint8Array, Uint8ClampedArray, ArrayBuffer, TextEncoder, TextDecoder, URL, Response },
    ...{ setTimeout, clearTimeout, performance, console, crypto: globalThis.crypto, document, fetch: fetchFile },
    navigator: { userAgent: '', hardwareConcurrency: 1 },
    location: { href: '' },
  }
}
