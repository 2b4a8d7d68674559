/** Makes a folder and those above it, one level at a time: Node's recursive mkdir never returns where nothing can be made at all, as under /proc. */
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A folder that is there already is fine. Throws the file system's own error. */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return
  const parent = dirname(path)
  if (parent !== path) await makeFolder(parent)
  try {
    await mkdir(path)
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!(await isFolder(path))) throw error
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}
