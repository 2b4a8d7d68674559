import { expect, test } from '../fixtures/lab'

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]

test('first start: the start screen stands in both themes and sizes without a complaint in the console', async ({ openLab }) => {
  const lab = await openLab()
  const { page } = lab
  await expect(page.getByRole('heading', { name: 'Does adaptation help here?' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try the digits' })).toBeEnabled()
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme as 'light' | 'dark' })
    for (const size of sizes) {
      await lab.resize(size)
      await lab.picture(`start-${theme}-${size.width}`)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `sideways overflow at ${size.width} px`).toBeLessThanOrEqual(0)
    }
  }
  expect(lab.complaints).toEqual([])
})

test('first start: the page has no Node, cannot evaluate text, open windows or leave', async ({ openLab }) => {
  const { page, app } = await openLab()
  await expect(page.getByRole('button', { name: 'Try the digits' })).toBeVisible()
  // Later than the driver's own call, which is exempt from the page's policy.
  const evaluated = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            resolve(String(new Function('return 1')()))
          } catch (error) {
            resolve((error as Error).name)
          }
        })
      }),
  )
  expect(evaluated).toBe('EvalError')
  const reach = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.inlineRan = true'
    document.head.append(script)
    return {
      node: 'require' in window || 'process' in window,
      bridge: Object.keys((window as unknown as { shiftlab: object }).shiftlab).sort(),
      inlineRan: 'inlineRan' in window,
      opened: window.open('https://example.org') !== null,
    }
  })
  expect(reach).toEqual({ node: false, bridge: ['host', 'pathForFile', 'platform'], inlineRan: false, opened: false })
  const before = page.url()
  // Registered after the app's own listener, so that its refusal is already in the event; kept, so that it is there before the page moves.
  await app.evaluate(({ BrowserWindow }) => {
    const kept = globalThis as unknown as { refused: Promise<{ url: string; refused: boolean }> }
    kept.refused = new Promise((resolve) => {
      BrowserWindow.getAllWindows()[0].webContents.once('will-frame-navigate', (event) => {
        resolve({ url: event.url, refused: event.defaultPrevented })
      })
    })
  })
  await page.evaluate(() => {
    window.location.href = 'https://example.org'
  })
  const navigation = await app.evaluate(() => (globalThis as unknown as { refused: Promise<{ url: string; refused: boolean }> }).refused)
  expect(navigation).toEqual({ url: 'https://example.org/', refused: true })
  expect(page.url()).toBe(before)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})
