/** How differently two domains are made up of their classes. */

/** Total variation Σ|p − q| / 2 of the class parts, by class of the source: 0 the same, 1 nothing in common. */
export function labelShift(source: readonly number[], target: readonly number[]): number {
  const total = (counts: readonly number[]): number =>
    Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    )
  const [all, allTarget] = [total(source), total(target)]
  return source.reduce((sum, count, id) => sum + Math.abs(count / all - (target[id] ?? 0) / allTarget), 0) / 2
}
