/** t-SNE’s joint probabilities, its KL divergence and the gradient, plain and exaggerated. */
import { type Affinities, affinities } from '../../../analysis/affinities'
import { Attraction } from '../../../analysis/attraction'
import { nearestNeighbours } from '../../../analysis/nearest-neighbours'
import { exactRepulsion } from '../../../analysis/repulsion'
import { klDivergence, tsneGradient } from '../../../analysis/tsne'
import { defineGoldenAdapter } from '../golden-adapter'

const exaggeration = 12

export const tsne = defineGoldenAdapter({
  name: 'tsne',
  // The reference's own search for the precision stops at 1e-5 in the entropy.
  tolerances: { P: { relative: 1e-3 } },
  run(inputs) {
    const matrix = inputs.matrix('X')
    const p = affinities(nearestNeighbours({ ...matrix, k: matrix.count - 1 }), inputs.param('perplexity'))
    const state = { affinities: p, positions: Float64Array.from(inputs.numbers('Y')), repulsion: exactRepulsion }
    const kl = klDivergence(state)
    const attraction = new Attraction(p)
    const gradientAt = (factor: number): Float64Array => {
      const gradient = new Float64Array(state.positions.length)
      tsneGradient({ ...state, attraction, exaggeration: factor }, gradient)
      return gradient
    }
    return {
      // Σ 12P·log(12P/Q) with ΣP = 1.
      values: { P: dense(p), kl, kl_exaggerated: exaggeration * (kl + Math.log(exaggeration)) },
      gradients: { kl: { Y: gradientAt(1) }, kl_exaggerated: { Y: gradientAt(exaggeration) } },
    }
  },
})

function dense({ count, rowStart, columns, values }: Affinities): Float64Array {
  const full = new Float64Array(count * count)
  for (let i = 0; i < count; i++) for (let at = rowStart[i]; at < rowStart[i + 1]; at++) full[i * count + columns[at]] = values[at]
  return full
}
