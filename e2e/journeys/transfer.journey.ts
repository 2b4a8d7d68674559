import { join } from 'node:path'
import { expect, test } from '../fixtures/lab'
import { writeDomain } from '../fixtures/pictures'

test('transfer: a pretrained network is frozen, its features are kept, and a learning curve over labels is drawn', async ({
  openLab,
  home,
}) => {
  const [source, target] = [join(home, 'pictures', 'studio'), join(home, 'pictures', 'street')]
  await writeDomain(source, { tint: [1, 1, 1], perClass: 30 })
  await writeDomain(target, { tint: [1, 0.6, 0.3], perClass: 30 })
  const lab = await openLab()
  const { page } = lab
  await lab.answerDialogs([source, target])
  await page.getByRole('region', { name: 'Drop the source folder' }).getByRole('button', { name: 'Choose folder…' }).click()
  await page.getByRole('region', { name: 'Drop the target folder' }).getByRole('button', { name: 'Choose folder…' }).click()
  await expect(page.getByRole('region', { name: 'Source' })).toContainText('90 images')
  const size = page.getByRole('spinbutton', { name: 'Image size' })
  await size.fill('32')
  await size.press('Enter')
  await expect(page.getByRole('region', { name: 'Target' })).toContainText('90 images')

  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await page.getByRole('combobox', { name: 'Method' }).selectOption('source-only')
  await page.getByRole('combobox', { name: 'Network' }).selectOption('efficientnet-lite0')
  const network = page.getByRole('region', { name: 'Network' })
  await expect(network).toContainText('All 18 blocks')
  await page.getByText('Transfer learning').click()
  await page.getByRole('combobox', { name: 'What is trained' }).selectOption('linear-probe')
  await expect(network).toContainText('All 18 blocks are frozen')
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('2')
  await page.getByRole('button', { name: 'Remove seed 2' }).click()
  await lab.picture('train-frozen-light-1280')
  await page.getByRole('button', { name: /^Train Ctrl/ }).click()
  const meaning = page.getByRole('region', { name: 'What it means' })
  await expect(meaning).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('region', { name: 'What happened' })).toContainText(
    'The network is frozen: training takes the features of 180 images',
  )

  await page.getByRole('button', { name: 'New run' }).click()
  await page.getByRole('combobox', { name: 'Network' }).selectOption('mlp')
  await page.getByRole('button', { name: 'Queue learning curve' }).click()
  const runs = page.getByRole('button', { name: /Runs/ })
  await expect(runs).toContainText('queued')
  await expect(runs).toContainText('all done', { timeout: 180_000 })
  await page.keyboard.press('5')
  await page.getByRole('radio', { name: 'Labels' }).click()
  await expect(page.getByRole('main')).toContainText('mlp from scratch')
  await lab.picture('compare-labels-light-1280')
  expect(lab.complaints).toEqual([])
})
