/** A domain of two classes of small pictures on disk, bars and crosses, with a little noise from a seed. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodePng } from '../../data/native-image'
import { createRandom } from '../../nn/random'

export interface BarsAndCrosses {
  /** Side in pixels. */
  readonly size: number
  readonly perClass: number
  readonly seed: number
  /** Factor of each colour; grey where absent. */
  readonly tint?: readonly number[]
}

/** Writes `folder/bars/<seed>-bars-<n>.png` and the same of crosses: no name occurs twice. */
export async function writeBarsAndCrosses(folder: string, { size, perClass, seed, tint = [1, 1, 1] }: BarsAndCrosses): Promise<void> {
  const random = createRandom(seed)
  for (const name of ['bars', 'crosses']) {
    await mkdir(join(folder, name), { recursive: true })
    for (let index = 0; index < perClass; index++) {
      const pixels = Uint8Array.from({ length: size * size * 3 }, (_, at) => {
        const [x, y] = [Math.floor(at / 3) % size, Math.floor(at / 3 / size)]
        const on = name === 'bars' ? x % 4 < 2 : x === y || x + y === size - 1
        return (on ? 180 : 20) * tint[at % 3] + 50 * random.uniform()
      })
      await writeFile(join(folder, name, `${seed}-${name}-${index}.png`), await encodePng({ width: size, height: size, pixels }))
    }
  }
}
