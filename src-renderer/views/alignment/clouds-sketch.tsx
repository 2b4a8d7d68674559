/** A sketch of what a map will show, for the empty screen: two clouds, apart. */

const discs = [
  [34, 40],
  [46, 30],
  [52, 46],
  [40, 54],
  [60, 36],
  [28, 52],
  [56, 58],
] as const
const triangles = [
  [116, 64],
  [128, 52],
  [134, 68],
  [122, 80],
  [142, 58],
  [110, 76],
  [138, 82],
] as const

export function CloudsSketch() {
  return (
    <svg width="176" height="112" viewBox="0 0 176 112" aria-hidden="true">
      {discs.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="4" fill="var(--domain-source)" />
      ))}
      {triangles.map(([x, y]) => (
        <path
          key={x}
          d={`M${x},${y - 5.5}l4.8,8.2h-9.6z`}
          fill="none"
          stroke="var(--domain-target)"
          strokeWidth="1.8"
          strokeLinejoin="round"
        />
      ))}
      <path d="M74 50 L100 62" stroke="var(--line-strong)" strokeWidth="1.5" strokeDasharray="3 4" />
    </svg>
  )
}
