import { join } from 'node:path'
import { chooseFolders } from '../fixtures/choose-folders'
import { expect, test } from '../fixtures/lab'
import { writeDomain } from '../fixtures/pictures'

test('reduction: a trained model is pruned while its cost shows, quantized, kept as a run and exported with int8 inside, and distilled', async ({
  openLab,
  home,
}) => {
  const source = join(home, 'pictures', 'studio')
  const target = join(home, 'pictures', 'street')
  await writeDomain(source, { tint: [1, 1, 1], perClass: 30 })
  await writeDomain(target, { tint: [1, 0.6, 0.3], perClass: 30 })
  test.setTimeout(300_000)
  const lab = await openLab()
  const { page } = lab
  await chooseFolders(lab, source, target)
  await page.getByRole('button', { name: 'Reduce after the first run' }).click()
  await expect(page.getByText('Reduce needs a trained model')).toBeVisible()
  await page.getByRole('button', { name: 'Go to Train' }).click()
  await page.getByRole('combobox', { name: 'Network' }).selectOption('mlp')
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('2')
  await page.getByRole('spinbutton', { name: 'Batch' }).fill('16')
  for (const seed of [2, 1]) await page.getByRole('button', { name: `Remove seed ${seed}` }).click()
  await page.getByRole('button', { name: /^Train Ctrl/ }).click()
  await expect(page.getByRole('button', { name: /Runs/ })).toContainText('all done', { timeout: 240_000 })

  await page.getByRole('button', { name: /^Reduce nothing reduced yet/ }).click()
  const chain = page.getByRole('list', { name: 'Chain of reductions' })
  await expect(chain).toContainText('Trained model', { timeout: 60_000 })
  // The cost of the next step moves with the slider, before anything is trained.
  await expect(chain).toContainText('Before any fine-tuning', { timeout: 60_000 })
  await page.getByRole('slider', { name: 'Part that goes' }).fill('0.9')
  await expect(chain.getByRole('listitem').last()).toContainText(/× smaller/)
  await lab.picture('reduce-preview-light-1280')
  await page.getByRole('spinbutton', { name: 'Rounds' }).fill('1')
  await page.getByRole('button', { name: 'Prune the trained model' }).click()
  await expect(chain.getByRole('button', { name: 'Pruned' })).toBeVisible({ timeout: 120_000 })

  await page.getByRole('radio', { name: 'Quantize' }).click()
  await page.getByRole('button', { name: 'Quantize the chosen model' }).click()
  await expect(chain.getByRole('button', { name: 'Quantized' })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('region', { name: 'Chain' })).toContainText(/pays|labels are sealed/)
  await lab.picture('reduce-chain-light-1280')
  await page.getByRole('radio', { name: 'Distil' }).click()
  await page.getByRole('combobox', { name: 'Student' }).selectOption('mlp')
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('2')
  await page.getByRole('button', { name: 'Distil the chosen model' }).click()
  await expect(chain.getByRole('button', { name: 'Distilled' })).toBeVisible({ timeout: 120_000 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await lab.resize({ width: 1920, height: 1080 })
  await lab.picture('reduce-chain-dark-1920')

  // A kept model is a run like any other: 8 bits leave as such, and what cannot hold them says so.
  await chain.getByRole('button', { name: 'Quantized' }).click()
  await page.getByRole('button', { name: 'Keep this model' }).click()
  await expect(page.getByText(/^Kept as a run/)).toBeVisible()
  await page.getByRole('button', { name: 'Export it' }).click()
  await page.getByRole('radio', { name: /^TensorFlow.js/ }).check()
  await expect(page.getByRole('region', { name: 'Outcome' })).toContainText('Not for this model')
  await lab.picture('export-int8-blocked-dark-1920')
  await page.getByRole('radio', { name: /^ONNX int8/ }).check()
  await page.getByRole('button', { name: /^Export and check/ }).click()
  await expect(page.getByText('Exported, and it gives the same answers')).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('region', { name: 'Model card' })).toContainText('Rounded to 8 bits')
  await lab.picture('export-int8-dark-1920')
  await page.emulateMedia({ colorScheme: 'light' })
  await lab.resize({ width: 1280, height: 800 })
  await lab.picture('export-int8-light-1280')
  expect(lab.complaints).toEqual([])
})
