/** Registers the scheme the built page is served under; a page of its own origin needs no file:// privileges. */
import { protocol } from 'electron'
import { servePageFile } from './page-files'
import { PAGE_SCHEME } from './page-location'

/** Has to happen before the application is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** `root`: the folder of the built page. */
export function servePage(root: string): void {
  protocol.handle(PAGE_SCHEME, (request) => servePageFile(root, request))
}
