import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseFolders } from '../fixtures/choose-folders'
import { takeDownloads } from '../fixtures/downloads'
import { expect, test } from '../fixtures/lab'
import { writeDomain } from '../fixtures/pictures'

test('generalization: of three folders each is left out once, by two methods, and the table is saved', async ({ openLab, home }) => {
  const folders = ['art', 'sketch', 'street'].map((name) => join(home, 'pictures', name))
  for (const [at, folder] of folders.entries()) {
    await writeDomain(folder, { tint: [1, 1 - 0.3 * at, 1 - 0.4 * at], perClass: 24 })
  }
  const [art, sketch, street] = folders as [string, string, string]
  const lab = await openLab()
  const { page } = lab
  await lab.resize({ width: 1280, height: 800 })
  await chooseFolders(lab, art, street)
  await page.getByRole('radio', { name: 'Generalization' }).click()
  await lab.answerDialogs([sketch])
  await page.getByRole('button', { name: 'Add source folder…' }).click()
  await expect(page.getByRole('list', { name: 'Sources' })).toContainText('sketch')

  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await page.getByRole('combobox', { name: 'Network' }).selectOption('mlp')
  await page.getByRole('button', { name: 'Leave each out…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Leave each domain out' })
  await expect(sheet).toContainText('art · sketch · street')
  await sheet.getByRole('checkbox', { name: 'ERM' }).check()
  await sheet.getByRole('checkbox', { name: 'V-REx' }).check()
  await sheet.getByRole('spinbutton', { name: 'Epochs' }).fill('2')
  await sheet.getByRole('spinbutton', { name: 'Trial seeds' }).fill('1')
  await expect(sheet).toContainText('6 trainings: 3 domains × 2 methods × 1 seed, 12 epochs in all')
  await sheet.getByRole('button', { name: 'Queue the runs' }).click()
  await expect(sheet).toContainText('3 of 3 runs done', { timeout: 180_000 })
  const table = sheet.getByRole('table')
  await expect(table.getByRole('row', { name: /^ERM/ }).getByRole('cell').first()).toContainText(/\d/)
  await expect(table.getByRole('row', { name: /^V-REx/ })).toBeVisible()
  await lab.picture('leave-out-light-1280')
  await page.emulateMedia({ colorScheme: 'dark' })
  await lab.resize({ width: 1920, height: 1080 })
  await lab.picture('leave-out-dark-1920')

  const downloaded = await takeDownloads(lab, home)
  await sheet.getByRole('button', { name: 'Export CSV' }).click()
  await expect.poll(() => downloaded('left-out.csv')).not.toBeNull()
  expect(await readFile((await downloaded('left-out.csv')) ?? '', 'utf8')).toContain('street')

  await page.keyboard.press('Escape')
  await page.keyboard.press('4')
  await expect(page.getByRole('group', { name: 'Show by domain and class' })).toContainText(/● \w+ {2}■ \w+/)
  await lab.picture('alignment-sources-dark-1920')
  expect(lab.complaints).toEqual([])
})
