import { join } from 'node:path'
import { expect, test } from '../fixtures/lab'
import { otherClasses, writeDomain } from '../fixtures/pictures'

test('few-shot: one folder is divided, classes never trained on are recognised, two of them named on the spot with a few dropped images', async ({
  openLab,
  home,
}) => {
  const folder = join(home, 'pictures', 'shapes')
  await writeDomain(folder, { tint: [1, 1, 1], perClass: 30 })
  await writeDomain(folder, { tint: [1, 1, 1], perClass: 20, shapes: otherClasses })
  const lab = await openLab()
  const { page } = lab
  await lab.resize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'New study' }).click()
  await page.getByRole('radio', { name: 'Few-shot' }).click()
  await page.getByRole('button', { name: 'Divide one folder…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Keep classes unseen' })
  await lab.answerDialogs([folder])
  await dialog.getByRole('button', { name: 'Choose folder…' }).click()
  const classes = dialog.getByRole('group', { name: 'Classes kept unseen' })
  await expect(classes.getByRole('checkbox')).toHaveCount(6)
  await expect(classes.getByRole('checkbox', { checked: true })).toHaveCount(2)
  for (const name of [/^bars 30 images/, /^crosses 30 images/, /^dots 30 images/]) await classes.getByRole('checkbox', { name }).uncheck()
  for (const name of [/^frames 20 images/, /^halves 20 images/]) await classes.getByRole('checkbox', { name }).check()
  await classes.getByRole('checkbox', { name: /^ladders 20 images/ }).focus()
  if (!(await classes.getByRole('checkbox', { name: /^ladders/ }).isChecked())) await page.keyboard.press('Space')
  await lab.picture('few-shot-divide-light-1280')
  await dialog.getByRole('button', { name: 'Keep 3 classes unseen' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('region', { name: 'Source' })).toContainText('90 images')
  await expect(page.getByRole('region', { name: 'Target' })).toContainText('60 images')

  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await page.getByRole('combobox', { name: 'Method' }).selectOption('siamese')
  await page.getByRole('combobox', { name: 'Network' }).selectOption('mlp')
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('8')
  await page.getByText('Episodes', { exact: true }).click()
  await page.getByRole('spinbutton', { name: 'Evaluated episodes' }).fill('50')
  for (const seed of [2, 1]) await page.getByRole('button', { name: `Remove seed ${seed}` }).click()
  await page.getByRole('button', { name: /^Train Ctrl/ }).click()
  const meaning = page.getByRole('region', { name: 'What it means' })
  await expect(meaning).toContainText('over the nearest pixels', { timeout: 120_000 })
  await expect(meaning).toContainText('% of pairs of one class')

  await expect(page.getByRole('complementary', { name: 'Recipe' })).toContainText('/22')
  const panel = page.getByRole('region', { name: 'Recognise new classes' })
  const images = (name: string, ...numbers: readonly number[]) =>
    numbers.map((number) => join(folder, name, `${String(number).padStart(3, '0')}.png`))
  const choose = (place: string, files: readonly string[]) =>
    panel.getByRole('region', { name: place }).locator('input[type=file]').setInputFiles(files)
  for (const name of ['frames', 'halves']) {
    await panel.getByRole('textbox', { name: 'Name of the class' }).fill(name)
    await choose('Images of the class', images(name, 0, 1, 2))
    await expect(panel.getByRole('list', { name: 'New classes' })).toContainText(name)
  }
  await choose('Images to recognise', [...images('frames', 10), ...images('halves', 11)])
  const answers = panel.getByRole('table', { name: 'Answers' }).getByRole('row')
  await expect(answers).toHaveCount(2)
  await expect(answers.first()).toContainText('frames')
  await expect(answers.last()).toContainText('halves')
  await lab.picture('few-shot-recognise-light-1280')
  expect(lab.complaints).toEqual([])
})
