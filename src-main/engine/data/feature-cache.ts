/** Keeps features of frozen networks on disk by what is in the image and in the network, so that no image passes through the same network twice. */
import { createHash, randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { AppError } from '@shared/contract/failure'
import { errorCode } from './fs-errors'
import { type PackRow, readPackRow } from './pack-files'

export interface FeatureCache {
  /** The image's features; null when they are not there, or their row is damaged. */
  get(imageHash: string): Float32Array | null
  /** Writes features of several images at once. Throws AppError `no-space` or `invalid-input` where the disk refuses. */
  put(rows: ReadonlyMap<string, Float32Array>): void
}

interface Kept {
  readonly place: PackRow
  readonly crc: number
}

/**
 * Rows lie in `<cacheFolder>/features/<network>/`: `<segment>.bin` holds `width` float32 values each, `<segment>.idx` a line with hash and
 * checksum. Every opening appends to a segment of its own, so processes never write to the same file. `network` names everything that
 * decides the features but the image: layers, weights and preprocessing.
 */
export function openFeatureCache(cacheFolder: string, network: string, width: number): FeatureCache {
  const folder = join(cacheFolder, 'features', network)
  const known = new Map<string, Kept>()
  for (const segment of listSegments(folder)) loadSegment(join(folder, segment), known)
  const own = join(folder, randomUUID())
  let rows = 0
  return {
    get(imageHash) {
      const kept = known.get(imageHash)
      return kept === undefined ? null : readRow(kept, width)
    },
    put(added) {
      const entries = [...added].map(([hash, features]) => ({ hash, bytes: bytesOf(features) }))
      try {
        mkdirSync(folder, { recursive: true })
        appendFileSync(`${own}.bin`, Buffer.concat(entries.map(({ bytes }) => bytes)))
        appendFileSync(`${own}.idx`, entries.map(({ hash, bytes }) => `${hash} ${crc32(bytes)}\n`).join(''))
      } catch (error) {
        throw unwritable(error, folder)
      }
      for (const { hash, bytes } of entries) known.set(hash, { place: { pack: `${own}.bin`, row: rows++ }, crc: crc32(bytes) })
    },
  }
}

/** Names an image by the pixels that a network is fed: [size, size, 3] uint8, prepared and shifted as they are. */
export function hashFedImage(pixels: Uint8Array, size: number): string {
  return createHash('sha256').update(`${size}\n`).update(pixels).digest('hex')
}

function listSegments(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => (name.endsWith('.idx') ? [name.slice(0, -'.idx'.length)] : []))
  } catch {
    return []
  }
}

/** Lines stand in the order of the rows; one that was being written when the process died does not match and is passed over. */
function loadSegment(path: string, known: Map<string, Kept>): void {
  readFileSync(`${path}.idx`, 'utf8')
    .split('\n')
    .forEach((line, row) => {
      const match = /^([0-9a-f]{64}) (\d+)$/.exec(line)
      if (match !== null) known.set(match[1], { place: { pack: `${path}.bin`, row }, crc: Number(match[2]) })
    })
}

function readRow({ place, crc }: Kept, width: number): Float32Array | null {
  const features = new Float32Array(width)
  const bytes = bytesOf(features)
  try {
    readPackRow(place, bytes)
  } catch {
    return null
  }
  return crc32(bytes) === crc ? features : null
}

const bytesOf = (features: Float32Array): Buffer => Buffer.from(features.buffer, features.byteOffset, features.byteLength)

function unwritable(error: unknown, folder: string): AppError {
  const code = errorCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('no-space', `The disk is full: features could not be kept in ${folder}.`, 'Free some space and resume the run.')
  }
  return new AppError(
    'invalid-input',
    `Features could not be kept in ${folder} (${code}).`,
    'Make the folder writable, or choose another.',
    folder,
  )
}
