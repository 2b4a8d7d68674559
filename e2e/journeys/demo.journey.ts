import type { Page } from 'playwright/test'
import { expect, test } from '../fixtures/lab'

/** 4,480 source images in batches of 64. */
const stepsPerEpoch = 70

test('demo: runs at a press, pauses, stops with a checkpoint, survives a killed engine, a restart of the app, and a closed window', async ({
  openLab,
}) => {
  test.setTimeout(900_000)
  const lab = await openLab()
  const { page } = lab
  await page.getByRole('button', { name: 'Try the digits' }).click()
  await expect(page.getByRole('heading', { name: 'Train', level: 1 })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Target accuracy is sealed')
  await expect.poll(() => stepOf(page), { timeout: 300_000 }).toBeGreaterThan(5)

  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  const paused = await stepOf(page)
  await lab.picture('train-paused-light-1280')
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(() => stepOf(page)).toBeGreaterThan(paused)

  // The first epoch's checkpoint, and its map.
  await expect.poll(() => epochOf(page), { timeout: 300_000 }).toBeGreaterThan(1)
  await lab.picture('train-busy-light-1280')
  await page.keyboard.press('4')
  await expect(page.getByRole('main')).toContainText(/KL \d/)
  await lab.picture('alignment-busy-light-1280')
  await page.emulateMedia({ colorScheme: 'dark' })
  await lab.resize({ width: 1920, height: 1080 })
  await lab.picture('alignment-busy-dark-1920')
  await page.keyboard.press('3')
  await lab.picture('train-busy-dark-1920')

  const pid = await lab.enginePid()
  if (pid === null) throw new Error('the engine has no process')
  process.kill(pid, 'SIGKILL')
  await expect(page.getByText(/The engine stopped unexpectedly/)).toBeVisible()
  await lab.picture('engine-killed-dark-1920')
  await expect.poll(() => lab.enginePid()).not.toBe(pid)
  await page
    .getByRole('button', { name: /^Resume/ })
    .first()
    .click()
  const fromCrash = await resumedStep(page)
  expect(fromCrash).toBeGreaterThanOrEqual(stepsPerEpoch)
  await expect.poll(() => stepOf(page), { timeout: 300_000 }).toBeGreaterThan(fromCrash + stepsPerEpoch)

  await page.getByRole('button', { name: 'Stop, keep checkpoint' }).click()
  await expect(page.getByText('This run was stopped.')).toBeVisible()
  await lab.picture('train-stopped-dark-1920')
  await lab.close()

  const again = await openLab()
  await again.page
    .getByRole('button', { name: /Digits/ })
    .first()
    .click()
  await again.page.keyboard.press('3')
  await again.page.getByRole('button', { name: 'Resume' }).first().click()
  // The line of the first resumption stands there already.
  await expect.poll(() => resumedStep(again.page)).toBeGreaterThan(fromCrash)
  const fromRestart = await resumedStep(again.page)
  await expect.poll(() => stepOf(again.page), { timeout: 300_000 }).toBeGreaterThan(fromRestart)

  const beforeClosing = await stepOf(again.page)
  await again.closeWindow()
  const reopened = await again.startAgain()
  await reopened
    .getByRole('button', { name: /Digits/ })
    .first()
    .click()
  await reopened.keyboard.press('3')
  await expect.poll(() => stepOf(reopened), { timeout: 300_000 }).toBeGreaterThan(beforeClosing)
  await reopened.getByRole('button', { name: 'Stop, keep checkpoint' }).click()
  await expect(reopened.getByText('This run was stopped.')).toBeVisible()
})

/** The last checkpoint that the screen says the run goes on from. */
async function resumedStep(page: Page): Promise<number> {
  const said = page.getByText(/Goes on from the checkpoint at step [\d,]+/)
  await expect(said.last()).toBeVisible()
  const text = (await said.allTextContents()).map((one) => Number(/step ([\d,]+)/.exec(one)?.[1].replaceAll(',', '')))
  return Math.max(...text)
}

/** Steps done, from the progress strip ("step 289 of 700"); 0 before the first. */
async function stepOf(page: Page): Promise<number> {
  return numberIn(page, /step ([\d,]+) of/)
}

/** "Epoch 4.1 of 10". */
async function epochOf(page: Page): Promise<number> {
  return numberIn(page, /Epoch ([\d.]+) of/)
}

async function numberIn(page: Page, pattern: RegExp): Promise<number> {
  const found = pattern.exec((await page.getByRole('main').textContent()) ?? '')
  return found === null ? 0 : Number(found[1].replaceAll(',', ''))
}
