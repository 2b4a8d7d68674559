/** Where the page comes from and which addresses count as it: the application's own scheme, or the development server. */

export const PAGE_SCHEME = 'app'
export const PAGE_HOST = 'shiftlab'

export interface PageLocation {
  readonly url: string
  /** Served by the development server, with its reloads and its looser rules. */
  readonly development: boolean
  /** True for addresses of the page's own origin; nothing else may load, call or receive a port. */
  owns(url: string): boolean
}

/** `developmentUrl` is electron-vite's server; null in a built application. */
export function createPageLocation(developmentUrl: string | null): PageLocation {
  const url = developmentUrl ?? `${PAGE_SCHEME}://${PAGE_HOST}/index.html`
  const own = new URL(url)
  return {
    url,
    development: developmentUrl !== null,
    owns(candidate) {
      if (!URL.canParse(candidate)) return false
      const { protocol, host } = new URL(candidate)
      return protocol === own.protocol && host === own.host
    },
  }
}
