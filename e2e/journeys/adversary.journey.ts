import { chooseBuiltIn } from '../fixtures/choose-built-in'
import { expect, test } from '../fixtures/lab'

test('adversary: on two moons the discriminator and the encoder are stepped one at a time, and slowly in turns', async ({ openLab }) => {
  test.setTimeout(480_000)
  const lab = await openLab()
  const { page } = lab
  await chooseBuiltIn(lab, 'moons')
  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('4')
  for (const seed of [2, 1]) await page.getByRole('button', { name: `Remove seed ${seed}` }).click()
  await page.getByRole('button', { name: /^Train Ctrl/ }).click()
  await expect(page.getByRole('button', { name: /Runs/ })).toContainText('all done', { timeout: 300_000 })
  await page.keyboard.press('4')

  const map = page.getByRole('region', { name: 'Map' })
  await expect(map).toContainText(/KL \d/)
  await page.getByRole('radio', { name: 'Boundary' }).click()
  const bar = page.getByRole('region', { name: 'Adversary' })
  await expect(bar).toContainText(/At the checkpoint: domain loss \d/)
  await lab.picture('adversary-checkpoint-light-1280')
  await bar.getByRole('radio', { name: 'Domain' }).click()
  await bar.getByRole('button', { name: 'Step discriminator' }).click()
  await expect(bar).toContainText(/Discriminator, move 1: domain loss \d\.\d\d → \d/)
  await bar.getByRole('button', { name: 'Step encoder' }).click()
  await expect(bar).toContainText(/Encoder, move 2/)
  await lab.picture('adversary-moved-light-1280')

  await bar.getByRole('button', { name: 'Slow motion' }).click()
  await expect(bar).toContainText(/move 5/)
  await bar.getByRole('button', { name: 'Slow motion' }).click()
  await page.emulateMedia({ colorScheme: 'dark' })
  await lab.resize({ width: 1920, height: 1080 })
  await lab.picture('adversary-slow-dark-1920')
  await bar.getByRole('button', { name: 'Start over' }).click()
  await expect(bar).toContainText(/At the checkpoint/)
  expect(lab.complaints).toEqual([])
})
