/** Import refuses what memory cannot hold before it decodes anything. */
import { expect, test, vi } from 'vitest'
import { importFolder } from './testing/domains'
import { temporaryFolder } from './testing/temporary-folder'

vi.mock('node:os', async (original) => ({ ...(await original<typeof import('node:os')>()), totalmem: () => 1024 ** 2 }))

test('import: more pixels than memory are refused with both figures', async () => {
  const folder = await temporaryFolder({ 'a/1.png': '', 'b/2.png': '' })
  await expect(importFolder(folder, { images: { imageSize: 512 } })).rejects.toMatchObject({
    code: 'out-of-memory',
    message: '2 images at 512 pixels need 3.0 MB of memory; this machine has 1.0 MB.',
    field: 'imageSize',
  })
})
