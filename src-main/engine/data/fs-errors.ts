/** What the disk's refusals mean, in a few words. */

/** What a failed file operation means, in a few words. */
export function describeFsError(error: unknown): string {
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'no longer there',
    EACCES: 'no permission to read it',
    EPERM: 'no permission to read it',
    ELOOP: 'links in a circle',
    EISDIR: 'a folder, not a file',
    EIO: 'the disk could not read it',
  }
  const code = errorCode(error)
  return words[code] ?? `could not be read (${code})`
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
