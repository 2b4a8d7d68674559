import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright/test'
import { chooseBuiltIn } from '../fixtures/choose-built-in'
import { takeDownloads } from '../fixtures/downloads'
import { expect, test } from '../fixtures/lab'

test('study: three methods with three seeds wait in a queue, are reordered, compared, looked into and exported', async ({
  openLab,
  home,
}) => {
  test.setTimeout(900_000)
  const lab = await openLab()
  const { page } = lab
  await chooseBuiltIn(lab, 'moons')
  await expect(page.getByRole('region', { name: 'Target' })).toContainText('600 images')
  await page.getByRole('button', { name: 'Continue to Train' }).click()

  for (const [index, method] of ['dann', 'deep-coral', 'mcc'].entries()) {
    if (index > 0) await page.getByRole('button', { name: 'New run' }).click()
    await page.getByRole('combobox', { name: 'Method' }).selectOption(method)
    await expect(page.getByRole('combobox', { name: 'Network' })).toHaveValue('mlp')
    // The first run is long enough for the two behind it to wait.
    await page.getByRole('spinbutton', { name: 'Epochs' }).fill(index === 0 ? '4' : '1')
    if (index > 0) await page.getByRole('switch').first().click()
    await page.getByRole('button', { name: /^Train Ctrl/ }).click()
    await expect(
      page
        .getByRole('region', { name: 'Progress' })
        .or(page.getByRole('region', { name: 'What it means' }))
        .first(),
    ).toBeVisible()
  }

  await page.keyboard.press('j')
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('listitem')).toHaveCount(3)
  const last = sheet.getByRole('listitem').nth(2)
  await expect(last).toHaveAttribute('data-waits')
  const name = await last.locator('b').textContent()
  await last.getByRole('button', { name: 'Open' }).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(sheet.getByRole('listitem').nth(1)).toContainText(name ?? 'a name')
  await lab.picture('queue-light-1280')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /Runs/ })).toContainText('all done', { timeout: 600_000 })

  await page.keyboard.press('5')
  await expect(page.getByRole('heading', { name: 'Compare', level: 1 })).toBeVisible()
  const validators = page.getByRole('region', { name: 'Validators without labels' })
  await expect(validators).toContainText('Source risk')
  await expect(validators).toContainText(/Recommended:|No recommendation/)
  await lab.picture('compare-light-1280')
  for (const [part, text] of [
    ['Differences', 'Source-only'],
    ['By class', 'Macro F1'],
    ['Curves', 'Source accuracy'],
  ] as const) {
    await page.getByRole('radio', { name: part }).click()
    await expect(page.getByRole('region', { name: 'In detail' })).toContainText(text)
    await lab.picture(`compare-${part.toLowerCase().replace(' ', '-')}-light-1280`)
  }
  await lookIntoMistakes(page)
  await lab.picture('compare-confusion-light-1280')
  await lab.resize({ width: 1920, height: 1080 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await lab.picture('compare-confusion-dark-1920')

  const downloaded = await takeDownloads(lab, home)
  await page.getByRole('button', { name: 'Export CSV' }).click()
  await expect.poll(() => downloaded('comparison.csv')).not.toBeNull()
  const csv = await readFile((await downloaded('comparison.csv')) ?? '', 'utf8')
  for (const method of ['dann', 'deep-coral', 'mcc', 'source-only', 'target-oracle']) expect(csv).toContain(method)
  expect(csv).toContain('validator iwcv')
  expect(lab.complaints).toEqual([])
})

/** Opens the images of the worst confusion: only after a purpose was written, and on the record. */
async function lookIntoMistakes(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Confusion' }).click()
  const detail = page.getByRole('region', { name: 'In detail' })
  await detail
    .getByRole('button', { name: /^True .*predicted/ })
    .first()
    .click()
  const vault = page.getByRole('dialog')
  await expect(vault.getByRole('button', { name: 'Show images' })).toBeDisabled()
  await vault.getByRole('textbox', { name: 'Purpose' }).fill('see what the mistakes share')
  await vault.getByRole('button', { name: 'Show images' }).click()
  const gallery = detail.getByRole('region', { name: 'Images of this confusion' })
  await expect(gallery.getByRole('listitem').first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Ledger' })).toContainText('see what the mistakes share')
}
