import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseFolders } from '../fixtures/choose-folders'
import { takeDownloads } from '../fixtures/downloads'
import { expect, type Lab, test } from '../fixtures/lab'
import { writeDomain } from '../fixtures/pictures'

test('alignment: the map is watched through a training, read in every colouring, searched with the lasso and taken away', async ({
  openLab,
  home,
}) => {
  const source = join(home, 'pictures', 'studio')
  const target = join(home, 'pictures', 'street')
  await writeDomain(source, { tint: [1, 1, 1], perClass: 60 })
  await writeDomain(target, { tint: [1, 0.6, 0.3], perClass: 60 })
  test.setTimeout(480_000)
  const lab = await openLab()
  const { page } = lab
  await chooseFolders(lab, source, target)
  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await page.getByRole('combobox', { name: 'Network' }).selectOption('mlp')
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('12')
  await page.getByRole('spinbutton', { name: 'Batch' }).fill('16')
  for (const seed of [2, 1]) await page.getByRole('button', { name: `Remove seed ${seed}` }).click()
  await page.getByRole('button', { name: /^Train Ctrl/ }).click()
  await expect(page.getByText(/begins/).first()).toBeVisible({ timeout: 120_000 })
  await page.keyboard.press('4')

  const map = page.getByRole('region', { name: 'Map' })
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(map).toContainText(/KL \d/, { timeout: 120_000 })
  await lab.picture('alignment-first-frame-light-1280')
  await timeline.getByRole('button', { name: 'Hold the map' }).click()
  await expect(timeline).toContainText('held, the training goes on')
  await lab.picture('alignment-held-light-1280')
  await page.keyboard.press('h')
  await expect(timeline).toContainText('following the training')
  await expect(map).toContainText('Two-seed agreement', { timeout: 120_000 })
  await lab.picture('alignment-first-settled-light-1280')
  await expect(page.getByRole('button', { name: /Runs/ })).toContainText('all done', { timeout: 300_000 })
  await lab.picture('alignment-trained-light-1280')

  for (const mode of ['Domain', 'Prediction', 'Error', 'Confidence', 'Entropy', 'Class']) {
    await page.getByRole('radio', { name: mode, exact: true }).click()
    await expect(page.getByRole('radio', { name: mode, exact: true })).toBeChecked()
  }
  const measures = page.getByRole('region', { name: 'Measures' })
  await expect(measures).toContainText('MMD²')
  await page.getByRole('radio', { name: 'Classes' }).click()
  await expect(measures).toContainText('Swapped images')
  await page.getByRole('radio', { name: 'Mixing' }).click()
  await expect(measures).toContainText('crosses')
  await page.getByRole('combobox', { name: 'Map beside it' }).selectOption({ label: 'Beside Source only, seed 0' })
  const maps = map.getByRole('application')
  await expect(maps).toHaveCount(2)
  // A point chosen in one map is chosen in the other.
  await maps.first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(maps.nth(1)).toContainText(/(Source|Target) \d+/)
  await page.emulateMedia({ colorScheme: 'dark' })
  await lab.resize({ width: 1920, height: 1080 })
  await lab.picture('alignment-beside-dark-1920')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Map beside it' }).selectOption({ label: 'One map' })

  // The whole training again, from the first checkpoint.
  await timeline.getByRole('slider').focus()
  await page.keyboard.press('Home')
  await expect(timeline).toContainText('Epoch 0')
  await page.getByRole('radio', { name: 'PCA' }).click()
  await expect(map).toContainText('PCA, first two directions')
  await page.getByRole('button', { name: 'Regions' }).click()
  await lab.picture('alignment-pca-regions-dark-1920')
  await page.getByRole('radio', { name: 't-SNE' }).click()
  await timeline.getByRole('slider').focus()
  await page.keyboard.press('End')

  await drawLasso(lab)
  const drawer = page.getByRole('region', { name: 'Images in the lasso' })
  await expect(drawer).toContainText(/\d+ source, \d+ target/)
  await lab.picture('alignment-lasso-dark-1920')
  await drawer.getByRole('button', { name: /^Exclude/ }).click()
  await expect(page.getByText(/Excluded \d+ images from the study/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/Undone: Excluded/)).toBeVisible()

  await drawLasso(lab)
  await drawer.getByRole('combobox', { name: 'Relabel the source images' }).selectOption({ index: 1 })
  await expect(page.getByText(/Relabelled \d+ source images as/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/Undone: Relabelled/)).toBeVisible()

  const saved = await takeDownloads(lab, home)
  for (const [item, ending] of [
    ['Picture, PNG', '.png'],
    ['Drawing, SVG', '.svg'],
    ['Points, CSV', '.csv'],
    ['Training as a film, GIF', '-timeline.gif'],
    ['Page that opens offline, HTML', '.html'],
  ] as const) {
    await page.getByRole('button', { name: 'Export view' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await expect.poll(() => saved(ending), { timeout: 60_000 }).not.toBe(null)
  }
  expect((await readFile((await saved('.gif')) as string)).subarray(0, 6).toString()).toBe('GIF89a')
  expect((await readFile((await saved('.png')) as string)).subarray(1, 4).toString()).toBe('PNG')
  expect(await readFile((await saved('.svg')) as string, 'utf8')).toMatch(/^<svg[^>]*>[\s\S]*<\/svg>\s*$/)
  expect(await readFile((await saved('.csv')) as string, 'utf8')).toContain('sealed')

  await drawer.getByRole('button', { name: /^New study of/ }).click()
  await expect(page.getByText(/Only \d+ source images taken/)).toBeVisible({ timeout: 60_000 })
  await lab.picture('alignment-study-of-lasso-dark-1920')
  expect(lab.complaints).toEqual([])
})

/** Around everything in the middle of the map. */
async function drawLasso({ page }: Lab): Promise<void> {
  await page.getByRole('button', { name: 'Lasso' }).click()
  const box = await page.getByRole('application').boundingBox()
  if (box === null) throw new Error('the map is not on the screen')
  const [middleX, middleY] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(middleX + box.width * 0.45, middleY)
  await page.mouse.down()
  for (let step = 1; step <= 12; step++) {
    const angle = (step / 12) * 2 * Math.PI
    await page.mouse.move(middleX + Math.cos(angle) * box.width * 0.45, middleY + Math.sin(angle) * box.height * 0.45)
  }
  await page.mouse.up()
}
