import { join } from 'node:path'
import { chooseFolders } from '../fixtures/choose-folders'
import { expect, test } from '../fixtures/lab'
import { writeDomain } from '../fixtures/pictures'

test('recipe: gates of two folders, from data to adaptation; a remedy fills the form; switches, rates and a search are measured without a target label', async ({
  openLab,
  home,
}) => {
  const source = join(home, 'pictures', 'studio')
  const target = join(home, 'pictures', 'street')
  await writeDomain(source, { tint: [1, 1, 1], perClass: 40 })
  await writeDomain(target, { tint: [1, 0.8, 0.6], perClass: 40 })

  const lab = await openLab()
  const { page } = lab
  await lab.resize({ width: 1280, height: 800 })
  await chooseFolders(lab, source, target)

  const recipe = page.getByRole('complementary', { name: 'Recipe' })
  await expect(recipe).toContainText('gates pass')
  await expect(recipe.getByRole('button', { name: /^passes Classes balanced/ })).toBeVisible()
  await expect(recipe.getByRole('button', { name: /^waits Overfit one batch/ })).toBeVisible()

  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await page.getByRole('combobox', { name: 'Network' }).selectOption('mlp')
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('4')
  await page.getByRole('spinbutton', { name: 'Batch' }).fill('16')
  await recipe.getByRole('button', { name: 'Measure', exact: true }).click()
  await expect(recipe.getByRole('button', { name: /^passes Overfit one batch/ })).toBeVisible({ timeout: 120_000 })
  await lab.picture('recipe-measured-light-1280')
  await recipe.getByRole('button', { name: /Overfit one batch/ }).click()
  await recipe.getByRole('button', { name: 'Show the diagnosis' }).click()
  await expect(page.getByRole('dialog', { name: 'First architecture' })).toContainText('Layers of the fresh network')
  await page.keyboard.press('Escape')

  await recipe.getByRole('button', { name: 'Refine…' }).click()
  const refine = page.getByRole('dialog', { name: 'Refine' })
  await refine.getByRole('button', { name: 'Test the rates' }).click()
  await expect(refine).toContainText('Begin with', { timeout: 60_000 })
  await refine.getByRole('button', { name: /^Take / }).click()
  await expect(page.getByRole('main')).toContainText('Filled in from')
  await page.getByRole('combobox', { name: 'Network' }).selectOption('mlp')

  for (const seed of [2, 1]) await page.getByRole('button', { name: `Remove seed ${seed}` }).click()
  await page.getByRole('button', { name: /^Train Ctrl/ }).click()
  await expect(page.getByRole('region', { name: 'What it means' })).toBeVisible({ timeout: 120_000 })
  // Beside a report the recipe is a rail, so that the intervals keep their width.
  await page.keyboard.press('r')
  await expect(recipe.getByRole('button', { name: /Source good enough/ })).toContainText('% on held-out source')
  await expect(recipe.getByRole('button', { name: /^to look at Several seeds/ })).toBeVisible()
  await expect(recipe.getByRole('button', { name: /Calibration/ })).toContainText('% off')
  for (const gate of ['λ rises from zero', 'Discriminator neither blind nor perfect', 'Target classes spread', 'No negative transfer']) {
    await expect(recipe.getByRole('button', { name: new RegExp(`^(passes|to look at|fails) ${gate}`) })).toBeVisible()
  }
  const curve = recipe.getByRole('button', { name: /Curve diagnosed/ })
  await curve.click()
  await recipe.getByRole('button', { name: 'Show the curves' }).click()
  await expect(page.getByRole('dialog', { name: 'Evaluation' })).toContainText('Calibration:')
  await lab.picture('recipe-evaluation-light-1280')
  await page.keyboard.press('Escape')
  const reads = await page.getByRole('button', { name: /Ledger \d+ reads?/ }).textContent()

  await recipe.getByRole('button', { name: 'Regularise…' }).click()
  const regularise = page.getByRole('dialog', { name: 'Regularise' })
  await regularise.getByText('What augmentation does to your images').click()
  await expect(regularise.getByRole('row', { name: /^Random rotation/ }).getByRole('img')).toHaveCount(10)
  await lab.picture('recipe-augmentation-light-1280')
  for (const name of [/Augmentation/, /Batch normalisation/, /Smaller batch/, /Dropout/, /Label smoothing/, /Smaller network/]) {
    await regularise.getByRole('checkbox', { name }).uncheck()
  }
  await regularise.getByRole('spinbutton', { name: 'Epochs' }).fill('2')
  await regularise.getByRole('spinbutton', { name: 'Seeds' }).fill('1')
  await regularise.getByRole('button', { name: 'Queue the ablation' }).click()
  await expect(regularise).toContainText(/No switch gains|Gains beyond/, { timeout: 120_000 })
  await lab.picture('recipe-regularise-light-1280')
  await page.keyboard.press('Escape')

  await recipe.getByRole('button', { name: 'Refine…' }).click()
  await refine.getByRole('spinbutton', { name: 'Trials' }).fill('4')
  await refine.getByRole('spinbutton', { name: 'Epochs' }).fill('6')
  await refine.getByRole('spinbutton', { name: 'Seeds' }).fill('1')
  await expect(refine).toContainText(/4 runs of 1 seeds?, \d+ epochs in all/)
  await refine.getByRole('button', { name: 'Queue the search' }).click()
  await refine.getByRole('button', { name: 'Stop, keep what is done' }).click()
  await refine.getByRole('button', { name: 'Resume' }).click()
  await expect(refine).toContainText(/Trial \d scores best by iwcv/, { timeout: 120_000 })
  await expect(refine.getByRole('img', { name: /trials over .*learningRate.*iwcv/ })).toBeVisible()
  await lab.picture('recipe-search-light-1280')
  await page.emulateMedia({ colorScheme: 'dark' })
  await lab.picture('recipe-search-dark-1280')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.keyboard.press('Escape')
  expect(await page.getByRole('button', { name: /Ledger \d+ reads?/ }).textContent()).toBe(reads)

  await page.keyboard.press('r')
  await expect(recipe.getByRole('heading', { name: 'Recipe' })).toBeHidden()
  await expect(recipe.getByRole('button', { name: /Classes balanced passes/ })).toBeVisible()
  await lab.picture('recipe-rail-light-1280')
  expect(lab.complaints).toEqual([])
})
