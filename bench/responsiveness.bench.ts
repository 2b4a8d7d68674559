/** How long the main process and the page are held up while the engine trains, maps stream and folders are imported, beside the same window at rest. */
import { join } from 'node:path'
import { chooseBuiltIn } from '../e2e/fixtures/choose-built-in'
import { chooseFolders } from '../e2e/fixtures/choose-folders'
import { expect, type Lab, test } from '../e2e/fixtures/lab'
import { writeDomain } from '../e2e/fixtures/pictures'

const trainingSeconds = 20
const importSeconds = 5

test('responsiveness: main loop delay and page tasks, at rest and while DANN trains', async ({ openLab }) => {
  const lab = await openLab()
  const { page } = lab
  await expect(page.getByRole('button', { name: 'Try the digits' })).toBeEnabled()
  await page.waitForTimeout(5000)
  await report('rest', lab, trainingSeconds)
  await page.getByRole('button', { name: 'Try the digits' }).click()
  await expect(page.getByRole('heading', { name: 'Train', level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await report('training, Train screen', lab, trainingSeconds)
  await page.keyboard.press('4')
  const waits = Date.now()
  await expect(page.getByRole('main')).toContainText(/KL \d/, { timeout: 300_000 })
  process.stdout.write(`${JSON.stringify({ bench: 'first-map', secondsAfterTheTrainScreen: (Date.now() - waits) / 1000 })}\n`)
  await report('training, Alignment screen with frames streaming', lab, trainingSeconds)
})

test('responsiveness: while two folders of 10,000 images together are imported', async ({ openLab, home }) => {
  const [source, target] = [join(home, 'pictures', 'source'), join(home, 'pictures', 'target')]
  await writeDomain(source, { tint: [1, 1, 1], perClass: 1667 })
  await writeDomain(target, { tint: [1, 0.6, 0.3], perClass: 1667 })
  const lab = await openLab()
  const { page } = lab
  await chooseFolders(lab, source, target)
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible()
  const bars = page.getByRole('region', { name: /^(Source|Target)$/ }).getByRole('progressbar')
  await expect(bars).toHaveCount(2)
  const began = Date.now()
  const imported = async (): Promise<number> => {
    await expect(bars).toHaveCount(0, { timeout: 120_000 })
    return (Date.now() - began) / 1000
  }
  const [seconds] = await Promise.all([imported(), report('importing 10,002 images', lab, importSeconds)])
  for (const name of ['Source', 'Target']) await expect(page.getByRole('region', { name })).toContainText('5,001 images')
  process.stdout.write(`${JSON.stringify({ bench: 'import', images: 10_002, seconds })}\n`)
})

test('responsiveness: while the severity of a shift is dragged to and fro over a trained network', async ({ openLab }) => {
  test.setTimeout(600_000)
  const lab = await openLab()
  const { page } = lab
  await chooseBuiltIn(lab, 'digits-textured')
  await expect(page.getByRole('region', { name: 'Target' })).toContainText('images')
  await page.keyboard.press('2')
  await page.getByRole('button', { name: 'Train source-only' }).click()
  const readings = page.getByRole('region', { name: 'At this severity' })
  await expect(readings).toContainText(/confidence says \d+ %/, { timeout: 600_000 })
  await expect(page.getByRole('button', { name: /Runs/ })).toContainText('all done', { timeout: 600_000 })
  const handle = page.getByRole('slider', { name: 'Severity of the whole stack' })
  let dragging = true
  const drag = async (): Promise<void> => {
    for (let turn = 0; dragging; turn++) {
      await handle.fill(String(Math.abs((turn % 100) - 50) / 10))
      await page.waitForTimeout(50)
    }
  }
  const dragged = drag()
  await report('Shift screen, its slider dragged', lab, trainingSeconds)
  dragging = false
  await dragged
})

interface Figures {
  readonly mainDelayMs: { readonly p50: number; readonly p99: number; readonly max: number }
  readonly pageTasksOver50Ms: number
  readonly longestPageTaskMs: number
  readonly framesPerSecond: number
}

async function measure({ app, page }: Lab, seconds: number): Promise<Figures> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const histogram = monitorEventLoopDelay({ resolution: 10 })
    histogram.enable()
    Object.assign(globalThis, { histogram })
  })
  const inPage = await page.evaluate(async (forSeconds) => {
    const tasks: number[] = []
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)))
    observer.observe({ type: 'longtask' })
    let frames = 0
    const end = performance.now() + forSeconds * 1000
    await new Promise<void>((resolve) => {
      const frame = (): void => {
        frames++
        if (performance.now() < end) requestAnimationFrame(frame)
        else resolve()
      }
      requestAnimationFrame(frame)
    })
    observer.disconnect()
    return { tasks, framesPerSecond: frames / forSeconds }
  }, seconds)
  const mainDelayMs = await app.evaluate(() => {
    const { histogram } = globalThis as unknown as { histogram: import('node:perf_hooks').IntervalHistogram }
    histogram.disable()
    const ms = (nanoseconds: number): number => Math.round(nanoseconds / 1e5) / 10
    // The monitor's own period of 10 ms is part of every reading.
    return { p50: ms(histogram.percentile(50)) - 10, p99: ms(histogram.percentile(99)) - 10, max: ms(histogram.max) - 10 }
  })
  return {
    mainDelayMs,
    pageTasksOver50Ms: inPage.tasks.length,
    longestPageTaskMs: Math.max(0, ...inPage.tasks),
    framesPerSecond: Math.round(inPage.framesPerSecond),
  }
}

async function report(state: string, lab: Lab, seconds: number): Promise<void> {
  process.stdout.write(`${JSON.stringify({ bench: 'responsiveness', state, seconds, ...(await measure(lab, seconds)) })}\n`)
}
