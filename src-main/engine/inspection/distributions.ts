/** Distributions of simple figures over a domain's images, in bins that both domains share. */
import type { Distribution } from '@shared/domain/inspection'
import type { InspectedDomain } from './finding'

const bins = 24

const names: readonly Distribution['name'][] = ['brightness', 'contrast', 'sharpness', 'saturation', 'aspectRatio']

/** One list a domain, in the order of the domains; equal names have equal bins. */
export function distributions(sides: readonly InspectedDomain[]): Distribution[][] {
  const ranges = new Map(names.map((name) => [name, rangeOf(name, sides)]))
  return sides.map(({ figures }) =>
    names.map((name) => {
      const { low, high } = ranges.get(name) as { low: number; high: number }
      const shares = new Array<number>(bins).fill(0)
      for (const value of figures[name]) {
        const bin = Math.floor(((value - low) / (high - low)) * bins)
        shares[Math.min(bins - 1, Math.max(0, bin))] += 1 / figures.count
      }
      return { name, low, high, shares }
    }),
  )
}

function rangeOf(name: Distribution['name'], sides: readonly InspectedDomain[]): { readonly low: number; readonly high: number } {
  if (name === 'brightness' || name === 'saturation') return { low: 0, high: 1 }
  if (name === 'contrast') return { low: 0, high: 0.5 }
  let [low, high] = [Number.POSITIVE_INFINITY, 0]
  for (const { figures } of sides) {
    for (const value of figures[name]) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  return high > low ? { low: name === 'sharpness' ? 0 : low, high } : { low: 0, high: Math.max(1, 2 * high) }
}
