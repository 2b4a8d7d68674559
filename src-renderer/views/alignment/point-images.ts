/** Thumbnails of map points: read once, in batches, and kept for as long as the memory they are given allows. */
import type { EmbeddingPoints } from '@shared/domain/embedding'
import type { RunRequest } from '@shared/domain/run'
import { useEffect, useMemo, useState } from 'react'
import { engine } from '../../app/services'

export interface PointImage {
  /** [side, side, 4] uint8 RGBA. */
  readonly pixels: Uint8Array
  readonly side: number
}

type Request = Pick<RunRequest, 'source' | 'target' | 'targetTest' | 'images' | 'preparation'>

const KEPT = 512
const cache = new Map<string, PointImage>()

/** Where the points of a domain come from: a target with a test folder of its own shows only that. */
const imagesOf = (request: Request, role: 'source' | 'target'): RunRequest['source'] =>
  role === 'target' ? (request.targetTest ?? request.target) : request.source

const keyOf = (request: Request, role: 'source' | 'target', index: number): string =>
  `${JSON.stringify([imagesOf(request, role), request.images.imageSize, request.preparation?.[role]])}${index}`

/** Images of the given points, as they arrive; points whose image could not be read stay absent. */
export function usePointImages(
  request: Request,
  points: EmbeddingPoints | null,
  wanted: readonly number[],
): ReadonlyMap<number, PointImage> {
  const [arrivals, setArrivals] = useState(0)
  const list = wanted.join(' ')
  useEffect(() => {
    if (!points || !list) return
    const abort = new AbortController()
    const all = list.split(' ').map(Number)
    for (const role of ['source', 'target'] as const) {
      const missing = all
        .filter((point) => points.domain[point] === (role === 'source' ? 0 : 1))
        .map((point) => points.imageIndex[point] as number)
        .filter((index) => !cache.has(keyOf(request, role, index)))
      if (missing.length === 0) continue
      engine
        .call(
          'data.images',
          {
            source: imagesOf(request, role),
            role,
            images: request.images,
            preparation: request.preparation?.[role],
            indices: missing,
          },
          { signal: abort.signal },
        )
        .then(({ indices, pixels, size }) => {
          for (const [i, index] of indices.entries()) {
            keep(keyOf(request, role, index), { pixels: pixels.slice(i * size * size * 4, (i + 1) * size * size * 4), side: size })
          }
          setArrivals((count) => count + 1)
        })
        // A missing thumbnail is no reason to interrupt: the card keeps its words.
        .catch(() => undefined)
    }
    return () => abort.abort()
  }, [request, points, list])
  // biome-ignore lint/correctness/useExhaustiveDependencies: arrivals stands for what the cache holds
  return useMemo(() => {
    const found = new Map<number, PointImage>()
    if (!points || !list) return found
    for (const point of list.split(' ').map(Number)) {
      const image = cache.get(keyOf(request, points.domain[point] === 0 ? 'source' : 'target', points.imageIndex[point] as number))
      if (image) found.set(point, image)
    }
    return found
  }, [request, points, list, arrivals])
}

function keep(key: string, image: PointImage): void {
  cache.set(key, image)
  for (const oldest of cache.keys()) {
    if (cache.size <= KEPT) break
    cache.delete(oldest)
  }
}
