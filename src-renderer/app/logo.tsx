/** The mark of the lab: a source disc and a target triangle that meet. */
export function Logo({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true">
      <circle cx="8" cy="11" r="5.5" fill="var(--domain-source)" />
      <path d="M13.5 5.2 19.6 16H7.4z" fill="none" stroke="var(--domain-target)" strokeWidth="1.8" strokeLinejoin="round" />
    </svg>
  )
}
