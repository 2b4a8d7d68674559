/** Frames per second of the Alignment screen's canvas at 20,000 points, while it is panned, zoomed and recoloured at every frame. */
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { _electron as electron, test } from 'playwright/test'
import { createServer } from 'vite'
import { electronProgram } from '../e2e/fixtures/lab'

const seconds = 4
const repeats = 3
const root = join(import.meta.dirname, '..')

test('map rendering: 20,000 points panned, zoomed and recoloured', async () => {
  const server = await createServer({
    configFile: false,
    root: join(import.meta.dirname, 'map-page'),
    cacheDir: join(root, 'node_modules', '.vite-map-page'),
    resolve: { alias: { '@shared': join(root, 'src-shared') } },
    plugins: [react()],
    server: { host: '127.0.0.1', fs: { allow: [root] } },
  })
  await server.listen()
  const app = await electron.launch({
    executablePath: electronProgram(),
    args: [join(import.meta.dirname, 'map-page'), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...(process.env as Record<string, string>), MAP_PAGE: server.resolvedUrls?.local[0] ?? '' },
  })
  try {
    const page = await app.firstWindow()
    await page.waitForFunction(() => 'framesPerSecond' in window)
    const box = await page.evaluate(() => `${innerWidth}×${innerHeight}`)
    const rates = new Map<string, number[]>()
    for (let round = 0; round < repeats; round++) {
      for (const change of ['pan', 'zoom', 'recolour']) {
        const rate = await page.evaluate(
          ([kind, time]) =>
            (window as unknown as { framesPerSecond(kind: unknown, time: unknown): Promise<number> }).framesPerSecond(kind, time),
          [change, seconds] as const,
        )
        rates.set(change, [...(rates.get(change) ?? []), rate])
      }
    }
    for (const [change, all] of rates) {
      const [, middle] = [...all].sort((a, b) => a - b)
      const line = {
        bench: 'map-rendering',
        name: change,
        points: 20_000,
        box,
        unit: 'frames/s',
        better: 'higher',
        ours: middle,
        repeats,
        all,
      }
      process.stdout.write(`${JSON.stringify(line)}\n`)
    }
  } finally {
    await app.close()
    await server.close()
  }
})
