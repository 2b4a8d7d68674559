import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chooseFolders } from '../fixtures/choose-folders'
import { expect, type Lab, test } from '../fixtures/lab'
import { writeDomain } from '../fixtures/pictures'

const lab = fileURLToPath(new URL('../../out/main/lab.js', import.meta.url))

test('shift: sliders without a model, a model trained from here, the cloud and the figures move, and the shift becomes the target', async ({
  openLab,
  home,
}) => {
  const source = join(home, 'pictures', 'studio')
  const target = join(home, 'pictures', 'street')
  await writeDomain(source, { tint: [1, 1, 1], perClass: 60 })
  await writeDomain(target, { tint: [1, 0.6, 0.3], perClass: 20 })
  const opened = await openLab()
  const { page } = opened
  await chooseFolders(opened, source, target)
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible()

  await page.keyboard.press('2')
  await expect(page.getByRole('heading', { name: 'Shift', level: 1 })).toBeVisible()
  const pixels = page.getByRole('region', { name: 'Pixel values' })
  await expect(pixels.getByRole('row', { name: /As they are/ })).toContainText(/0\.\d{3}/)
  await page.getByRole('button', { name: 'Night' }).click()
  await expect(page.getByRole('slider', { name: 'Shot noise' })).toHaveValue('3')
  const meanOf = async (row: RegExp): Promise<number> =>
    Number((await pixels.getByRole('row', { name: row }).getByRole('cell').first().textContent()) ?? Number.NaN)
  await expect.poll(async () => (await meanOf(/Shifted/)) < (await meanOf(/As they are/))).toBe(true)
  await opened.picture('shift-no-model-light-1280')
  await page.keyboard.press('0')
  await expect(page.getByRole('slider', { name: 'Shot noise' })).toHaveValue('0')

  await page.getByRole('button', { name: 'Train source-only' }).click()
  const readings = page.getByRole('region', { name: 'At this severity' })
  await expect(readings).toContainText(/confidence says \d+ %/, { timeout: 240_000 })
  await expect(page.getByRole('region', { name: 'Accuracy against severity' })).toContainText('No target label read')
  const handle = page.getByRole('slider', { name: 'Severity of the whole stack' })
  const before = await accuracy(opened)
  for (const name of ['Remove gamma', 'Remove saturation', 'Remove contrast', 'Remove shot noise']) {
    await page.getByRole('button', { name }).click()
  }
  await page.getByRole('button', { name: 'Invert', exact: true }).click()
  await page.getByRole('button', { name: 'Gaussian noise', exact: true }).click()
  await handle.fill('5')
  await expect(page.getByRole('slider', { name: 'Invert' })).toHaveValue('5')
  await expect.poll(() => accuracy(opened)).toBeLessThan(before)
  const map = page.getByRole('region', { name: 'Feature map' })
  await expect(map).toContainText(/[1-9]\d* of \d+ images left their cluster/)
  await expect(page.getByRole('region', { name: 'Images before and after' })).toContainText('✕')
  await opened.picture('shift-light-1280')
  await page.keyboard.press('e')
  await opened.resize({ width: 1920, height: 1080 })
  await opened.picture('shift-light-1920')

  const adaptation = page.getByRole('region', { name: 'Test-time adaptation' })
  await adaptation.getByRole('combobox', { name: 'Adaptation method' }).selectOption('tent')
  await adaptation.getByRole('button', { name: 'Play: adapt to the shifted images' }).click()
  await expect(adaptation).toContainText(/\d{2,} batches of \d+ since reset/)
  await expect(adaptation.getByRole('img', { name: /Error of the last \d+ batches: Tent \S+ %, Source model \S+ %/ })).toBeVisible()
  await adaptation.getByRole('button', { name: 'Pause adapting' }).click()
  await expect(adaptation.getByRole('img', { name: /^Learnt by layer, \d+ layers: features\/bn1 \d/ })).toBeVisible()
  await expect(adaptation.getByRole('img', { name: /^Statistics by layer, \d+ layers/ })).toBeVisible()
  const through = map.getByRole('radiogroup', { name: 'Seen through' })
  await expect(through.getByRole('radio', { name: 'Adapted model' })).toBeChecked()
  await opened.picture('shift-adapting-light-1920')
  await adaptation.getByRole('button', { name: 'Back to the source model' }).click()
  await expect(adaptation).toContainText('Press Play')
  await expect(through).toBeHidden()
  await page.keyboard.press('a')
  await expect(adaptation).toContainText(/batch(es)? of \d+ since reset/)
  await adaptation.getByRole('combobox', { name: 'Adaptation method' }).selectOption('source')
  await expect(adaptation).toContainText('Nothing adapts')

  await adaptation.getByRole('button', { name: 'Streams…' }).click()
  const streams = page.getByRole('dialog', { name: 'Streams' })
  await streams.getByRole('button', { name: 'Sweep', exact: true }).click()
  await expect(streams.getByRole('region', { name: 'Sweep map' })).toContainText(
    /Tent is better than the source model in \d+ of 25 cells/,
    {
      timeout: 120_000,
    },
  )
  await opened.picture('shift-sweep-light-1920')
  await streams.getByRole('radio', { name: 'One stream' }).click()
  const weather = join(home, 'pictures', 'weather')
  await writeDomain(join(weather, 'fog'), { tint: [0.7, 0.7, 0.7], perClass: 8 })
  await writeDomain(join(weather, 'night'), { tint: [0.3, 0.3, 0.5], perClass: 8 })
  await opened.answerDialogs([weather])
  await streams.getByRole('button', { name: 'Choose folder…' }).click()
  await streams.getByRole('combobox', { name: 'Order' }).selectOption('subfolders')
  await streams.getByRole('switch', { name: 'Keep the adapted model' }).check()
  await streams.getByRole('button', { name: 'Stream', exact: true }).click()
  const finished = streams.getByRole('region', { name: 'Finished stream' })
  await expect(finished.getByRole('row', { name: /^fog 24/ })).toContainText('%', { timeout: 120_000 })
  await expect(finished).toContainText('labels read 2 times, in the ledger')
  await expect(finished).toContainText('The adapted model is kept as a run')
  await opened.picture('shift-stream-light-1920')
  await page.keyboard.press('Escape')
  await expect(page.getByText('interrupted')).toHaveCount(0)

  await page.keyboard.press('0')
  await expect.poll(() => accuracy(opened)).toBe(before)
  await expect(map).toContainText('0 of')
  await page.getByRole('button', { name: 'Move gaussian noise', exact: true }).press('ArrowUp')
  await expect(
    page
      .getByRole('listitem')
      .filter({ has: page.getByRole('slider') })
      .first(),
  ).toContainText('Gaussian noise')

  await handle.fill('2')
  await page.getByRole('button', { name: 'Save as target domain' }).click()
  await expect(page.getByRole('heading', { name: 'Train', level: 1 })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'The target is now the source under 2 shifts' })).toBeVisible()
  await page.keyboard.press('1')
  await expect(page.getByRole('region', { name: 'Target' })).toContainText('studio, shifted')
  await opened.picture('shift-saved-light-1280')
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('region', { name: 'Target' })).toContainText('street')
  expect(opened.complaints).toEqual([])
})

test('shift: the command line writes shifted copies and refuses what it cannot do', async ({ home }) => {
  const data = join(home, 'data')
  await writeDomain(data, { tint: [1, 1, 1], perClass: 3 })
  const shift = (...args: string[]) =>
    spawnSync(process.execPath, [lab, 'shift', '--data', data, '--json', ...args], {
      env: { ...process.env, SHIFTLAB_HOME: join(home, 'lab') },
      encoding: 'utf8',
    })
  const out = join(home, 'a shifted copy')
  const done = shift('--kind', 'rotation,jpeg', '--severity', '3,1', '--out', out)
  expect(done.status).toBe(0)
  expect(JSON.parse(done.stdout)).toMatchObject({ images: 9, shifts: [{ kind: 'rotation', amount: 30 }, { kind: 'jpeg' }] })
  expect((await readdir(out)).sort()).toEqual(['bars', 'crosses', 'dots'])
  expect(await readdir(join(out, 'bars'))).toEqual(await readdir(join(data, 'bars')))
  const again = shift('--kind', 'rotation', '--severity', '3', '--out', out)
  expect(again).toMatchObject({ status: 2, stdout: '' })
  expect(again.stderr).toContain('is not empty')
  const unknown = shift('--kind', 'rotatoin', '--severity', '3', '--out', join(home, 'other'))
  expect(unknown.status).toBe(2)
  expect(unknown.stderr).toContain('Did you mean rotation?')
})

/** As the read-out shows it; NaN while there is none. */
async function accuracy({ page }: Lab): Promise<number> {
  const text =
    (await page
      .getByRole('region', { name: 'At this severity' })
      .getByText(/^\d+\.\d %$/)
      .first()
      .textContent()) ?? ''
  return Number.parseFloat(text)
}
