/** Interval of a share, such as an accuracy over so many images (Wilson 1927): sound at 0 % and 100 % too. */

/** 95 % interval of `correct` of `count`, as shares in [0,1]. count ≥ 1. */
export function wilsonInterval(correct: number, count: number): { readonly low: number; readonly high: number } {
  const z = 1.959964
  const share = correct / count
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count)
  const half = (z / (1 + z ** 2 / count)) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
