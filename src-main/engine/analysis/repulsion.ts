/** What pushes points of a t-SNE layout apart, and its exact form for few points. */

/** Positions and forces are [N,2] float64, row-major. */
export interface Repulsion {
  /** Fills `forces` with Σⱼ (1+d²ᵢⱼ)⁻² (yᵢ−yⱼ) and returns Z = Σ_{i≠j} (1+d²ᵢⱼ)⁻¹. */
  compute(positions: Float64Array, forces: Float64Array): number
}

/** Every pair once; the faster choice below some 800 points and the reference for the grid. */
export const exactRepulsion: Repulsion = {
  compute(positions, forces) {
    forces.fill(0)
    let z = 0
    for (let i = 0; i < positions.length; i += 2) {
      const xi = positions[i]
      const yi = positions[i + 1]
      let forceX = 0
      let forceY = 0
      for (let j = i + 2; j < positions.length; j += 2) {
        const dx = xi - positions[j]
        const dy = yi - positions[j + 1]
        const q = 1 / (1 + dx * dx + dy * dy)
        z += q
        const fx = q * q * dx
        const fy = q * q * dy
        forceX += fx
        forceY += fy
        forces[j] -= fx
        forces[j + 1] -= fy
      }
      forces[i] += forceX
      forces[i + 1] += forceY
    }
    return 2 * z
  },
}
