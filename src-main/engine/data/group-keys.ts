/** What marks images that belong together: the folder below the class folder, or a file's name up to its last number. */

export interface GroupKeys {
  readonly subfolder: string | null
  readonly name: string | null
}

/** inner: an image's path below its class folder, such as `patient-07/left_012.png` → subfolder `patient-07`, name `left`. */
export function groupKeys(inner: string): GroupKeys {
  const parts = inner.split('/')
  const file = parts[parts.length - 1]
  const stem = file.slice(0, file.lastIndexOf('.'))
  // "subject07_012" → "subject07"; a name that is a number alone marks nothing.
  const name = /^(.*[^_\-. ])[_\-. ]+\(?\d+\)?$/.exec(stem)?.[1] ?? null
  return { subfolder: parts.length > 1 ? parts[0] : null, name }
}
