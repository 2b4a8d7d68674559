import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseFolders } from '../fixtures/choose-folders'
import { expect, test } from '../fixtures/lab'
import { otherClasses, writeDomain } from '../fixtures/pictures'

test('zero-shot: attributes are loaded and mended, and classes without any image are told by them, beside chance', async ({
  openLab,
  home,
}) => {
  const [known, fresh, table] = [join(home, 'pictures', 'known'), join(home, 'pictures', 'new'), join(home, 'attributes.csv')]
  await writeDomain(known, { tint: [1, 1, 1], perClass: 24 })
  await writeDomain(fresh, { tint: [1, 1, 1], perClass: 12, shapes: otherClasses })
  const rows = ['class,periodic,straight,filled', 'bars,1,1,1', 'crosses,0,0,0', 'dots,1,0,0', 'frames,0,1,0', 'ladders,1,1,1']
  await writeFile(table, rows.join('\n'))
  const lab = await openLab()
  const { page } = lab
  await lab.resize({ width: 1280, height: 800 })
  await chooseFolders(lab, known, fresh)
  await page.getByRole('radio', { name: 'Zero-shot' }).click()
  await page.getByRole('button', { name: 'Attributes…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Attributes of the classes' })
  await dialog.locator('input[type=file]').setInputFiles(table)
  await expect(dialog.getByRole('textbox', { name: 'ladders, filled' })).toHaveValue('1')
  await dialog.getByRole('textbox', { name: 'halves, straight' }).press('ArrowRight')
  await page.keyboard.press('Space')
  await expect(dialog.getByRole('textbox', { name: 'halves, filled' })).toHaveValue('1')
  await dialog.getByRole('button', { name: 'Attribute', exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Name of attribute 4' }).fill('round')
  await lab.picture('attributes-table-light-1280')
  await dialog.getByRole('radio', { name: 'CSV' }).click()
  const csv = dialog.getByRole('textbox', { name: 'Table of attributes as CSV' })
  await expect(csv).toHaveValue(/^class,periodic,straight,filled,round\n[\s\S]*halves,0,0,1,0$/)
  await csv.fill(rows.join('\n'))
  await dialog.getByRole('button', { name: 'Use these attributes' }).click()
  await expect(dialog).toContainText("The class 'halves' has no row")
  await csv.fill([...rows, 'halves,0,0,1'].join('\n'))
  await lab.picture('attributes-light-1280')
  await dialog.getByRole('button', { name: 'Use these attributes' }).click()
  await expect(dialog).toBeHidden()

  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await page.getByRole('combobox', { name: 'Network' }).selectOption('mlp')
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('3')
  for (const seed of [2, 1]) await page.getByRole('button', { name: `Remove seed ${seed}` }).click()
  await page.getByRole('button', { name: /^Train Ctrl/ }).click()
  const meaning = page.getByRole('region', { name: 'What it means' })
  await expect(meaning).toContainText('Chance among 3 unseen classes is 33.3 %', { timeout: 120_000 })
  await expect(meaning).toContainText('harmonic mean of seen and unseen')
  await expect(page.getByRole('complementary', { name: 'Recipe' })).toContainText('/22')
  await lab.picture('zero-shot-report-light-1280')
  expect(lab.complaints).toEqual([])
})
