import { join } from 'node:path'
import { chooseFolders } from '../fixtures/choose-folders'
import { expect, test } from '../fixtures/lab'
import { addBrokenFiles, writeDomain } from '../fixtures/pictures'

test('folders: import with damaged files, train, sealed until the report, compare, and everything is there after a restart', async ({
  openLab,
  home,
}) => {
  const source = join(home, 'pictures', 'studio')
  const target = join(home, 'pictures', 'street')
  await writeDomain(source, { tint: [1, 1, 1], perClass: 40 })
  await writeDomain(target, { tint: [1, 0.6, 0.3], perClass: 40 })
  await addBrokenFiles(source)

  const lab = await openLab()
  const { page } = lab
  await chooseFolders(lab, source, target)

  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Source' })).toContainText('120 images')
  const findings = page.getByRole('region', { name: 'Findings' })
  await expect(findings).toContainText('2 files of the source could not be read (1 truncated, 1 empty)')
  await expect(findings).toContainText('Class names match')
  await findings.getByText('Show 2 files').click()
  await expect(findings).toContainText('cut.png')
  await expect(page.getByRole('region', { name: 'Classes' })).toContainText('Show target counts…')
  await lab.picture('data-light-1280')

  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await page.getByRole('combobox', { name: 'Network' }).selectOption('mlp')
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('3')
  await page.getByRole('spinbutton', { name: 'Batch' }).fill('16')
  await page.getByRole('button', { name: 'Remove seed 2' }).click()
  await lab.picture('train-before-light-1280')
  await page.getByRole('button', { name: /^Train Ctrl/ }).click()

  const meaning = page.getByRole('region', { name: 'What it means' })
  await expect(meaning).toBeVisible({ timeout: 120_000 })
  await expect(meaning).toContainText('reads of target labels in the ledger')
  await lab.picture('report-light-1280')
  await page.getByRole('button', { name: 'Show ledger' }).click()
  const ledger = page.getByRole('dialog')
  await expect(ledger).toContainText('Final report')
  await lab.picture('ledger-light-1280')
  await page.keyboard.press('Escape')

  await page.keyboard.press('4')
  await expect(page.getByRole('heading', { name: 'Alignment', level: 1 })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Labels not read')
  await lab.picture('alignment-light-1280')
  expect(lab.complaints).toEqual([])
  await lab.close()

  const again = await openLab()
  await again.page
    .getByRole('button', { name: /studio/ })
    .first()
    .click()
  await expect(again.page.getByRole('button', { name: /Runs/ })).toContainText('all done')
  await again.page.keyboard.press('j')
  await expect(again.page.getByRole('dialog')).toContainText('DANN')
  await again.picture('runs-light-1280')
})

test('folders: a source without classes is named before Run, and Run stays shut', async ({ openLab, home }) => {
  const target = join(home, 'target')
  await writeDomain(join(home, 'nested'), { tint: [1, 1, 1], perClass: 4 })
  await writeDomain(target, { tint: [1, 0.6, 0.3], perClass: 4 })
  const lab = await openLab()
  const { page } = lab
  await chooseFolders(lab, join(home, 'nested', 'bars'), target)
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText(/source.*(no class|without class)/i)
  await lab.picture('data-blocked-light-1280')
  await page.keyboard.press('3')
  await expect(page.getByRole('button', { name: /^Train Ctrl/ })).toBeDisabled()
})
