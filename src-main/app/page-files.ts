/** Answers requests of the page's own scheme with files of the built page, and refuses whatever lies outside it. */
import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { SECURITY_HEADERS } from './content-security'
import { PAGE_HOST, PAGE_SCHEME } from './page-location'

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** The file below `root` that `url` names; null when the address is foreign, malformed or leads out of `root`. */
export function resolvePageFile(root: string, url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, host, pathname } = new URL(url)
  if (protocol !== `${PAGE_SCHEME}:` || host !== PAGE_HOST) return null
  const path = decode(pathname)
  if (path === null || path.includes('\0') || path.includes('\\')) return null
  const file = resolve(root, `.${path === '/' ? '/index.html' : path}`)
  return file.startsWith(resolve(root) + sep) ? file : null
}

/** 200 with the file, 404 when there is none, 403 outside the page, 405 for anything but GET and HEAD. */
export async function servePageFile(root: string, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  const file = resolvePageFile(root, request.url)
  const type = file === null ? undefined : MIME_TYPES[extname(file).toLowerCase()]
  if (file === null || type === undefined) return refuse(403)
  const body = await readFile(file).catch(() => null)
  if (body === null) return refuse(404)
  return new Response(request.method === 'HEAD' ? null : body, { headers: { ...SECURITY_HEADERS, 'Content-Type': type } })
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS })
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
