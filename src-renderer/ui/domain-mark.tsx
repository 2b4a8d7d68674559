/** The mark of a domain, the same everywhere: source a filled disc, target an open triangle. */
import type { DomainRole } from '@shared/domain/ids'

export interface DomainMarkProps {
  readonly domain: DomainRole
  readonly size?: number
}

export function DomainMark({ domain, size = 13 }: DomainMarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 13 13" aria-hidden="true" style={{ flex: 'none' }}>
      {domain === 'source' ? (
        <circle cx="6.5" cy="6.5" r="5" fill="var(--domain-source)" />
      ) : (
        <path d="M6.5 1.4 12 11.4H1z" fill="none" stroke="var(--domain-target)" strokeWidth="1.8" strokeLinejoin="round" />
      )}
    </svg>
  )
}
