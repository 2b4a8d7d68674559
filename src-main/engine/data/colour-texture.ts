/** Procedural colour textures for the textured digits, in place of the photographs that MNIST-M takes its patches from. */
import type { RandomStream } from '../nn/random'

const waves = 4

/**
 * Plane waves around a base colour: v_c = base_c + Σ_k dir_kc · amp_k · sin(fx_k·x + fy_k·y + φ_k), clipped to [0,1].
 * Angular frequency 0.05 to 0.65 rad/px in a random direction, amp 0.3 to 1.3, dir ±0.5 a channel, base uniform in [0,1].
 * Returns [size, size, 3] float64 in [0,1].
 */
export function colourTexture(random: RandomStream, size: number): Float64Array {
  const base = [random.uniform(), random.uniform(), random.uniform()]
  const texture = new Float64Array(size * size * 3)
  for (let i = 0; i < texture.length; i++) texture[i] = base[i % 3]
  for (let k = 0; k < waves; k++) {
    const frequency = 0.05 + 0.6 * random.uniform()
    const angle = 2 * Math.PI * random.uniform()
    const frequencyX = frequency * Math.cos(angle)
    const frequencyY = frequency * Math.sin(angle)
    const phase = 2 * Math.PI * random.uniform()
    const amplitude = 0.3 + random.uniform()
    const direction = [random.uniform() - 0.5, random.uniform() - 0.5, random.uniform() - 0.5]
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const wave = amplitude * Math.sin(frequencyX * x + frequencyY * y + phase)
        const at = (y * size + x) * 3
        texture[at] += direction[0] * wave
        texture[at + 1] += direction[1] * wave
        texture[at + 2] += direction[2] * wave
      }
    }
  }
  for (let i = 0; i < texture.length; i++) texture[i] = Math.min(1, Math.max(0, texture[i]))
  return texture
}
