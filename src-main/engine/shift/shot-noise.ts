/** Shot noise: Poisson(x·c)/c with c photons at white (Hendrycks & Dietterich 2019), drawn by inverting the distribution. */
import { defineShift } from './shift'

/** Photons at white of the five levels. */
const photons = [60, 25, 12, 5, 3]
/** Grey levels a table distinguishes, and steps of the uniform lot: both finer than what eight bits show. */
const greys = 256
const lots = 1024

export const shotNoise = defineShift({
  id: 'shot-noise',
  label: 'Shot noise',
  family: 'noise',
  summary: 'Counts light in few photons, as a short exposure does: Poisson noise.',
  unit: 'σ at white',
  decimals: 2,
  amounts: [0, ...photons.map((count) => 1 / Math.sqrt(count))],
  levels: 'imagenet-c',
  draw: ({ height, width }, random) => Float32Array.from({ length: height * width * 3 }, () => random.integer(lots)),
  apply({ count, pixels }, to, sigma, drawn) {
    const table = quantiles(1 / sigma ** 2)
    const size = pixels.length / count
    for (let image = 0, at = 0; image < count; image++) {
      const lot = drawn[image]
      for (let i = 0; i < size; i++, at++) to[at] = table[Math.round(pixels[at] * (greys - 1)) * lots + lot[i]]
    }
  },
})

/** [greys, lots]: the value whose Poisson quantile is (lot + ½)/lots, for a white of `white` photons. */
export function quantiles(white: number): Float32Array {
  const table = new Float32Array(greys * lots)
  for (let grey = 0; grey < greys; grey++) {
    const mean = (grey / (greys - 1)) * white
    let photon = 0
    // Logarithms, since e^−mean vanishes for the thousands of photons close to severity 0.
    let logMass = -mean
    let below = Math.exp(logMass)
    for (let lot = 0; lot < lots; lot++) {
      while (below < (lot + 0.5) / lots && photon < mean + 12 * Math.sqrt(mean) + 12) {
        photon++
        logMass += Math.log(mean / photon)
        below += Math.exp(logMass)
      }
      table[grey * lots + lot] = photon / white
    }
  }
  return table
}
