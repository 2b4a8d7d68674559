import { copyFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseFolders } from '../fixtures/choose-folders'
import { expect, test } from '../fixtures/lab'
import { writeDomain } from '../fixtures/pictures'

test('findings: an inverted target is found, mended and undone, copies are left out, classes matched, the split set, counts read on the record', async ({
  openLab,
  home,
}) => {
  const source = join(home, 'pictures', 'studio')
  const target = join(home, 'pictures', 'street')
  await writeDomain(source, { tint: [1, 1, 1], perClass: 40 })
  await writeDomain(target, { tint: [1, 0.9, 0.8], perClass: 40, inverted: true })
  await copyFile(join(source, 'bars', '001.png'), join(source, 'bars', 'copy of 001.png'))
  await rename(join(target, 'bars'), join(target, 'Stripes'))

  const lab = await openLab()
  const { page } = lab
  await lab.resize({ width: 1280, height: 800 })
  await chooseFolders(lab, source, target)
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible()

  const findings = page.getByRole('region', { name: 'Findings' })
  await expect(findings).toContainText('One domain is inverted')
  const pictures = findings.getByRole('img', { name: /(source|target) image/ })
  await expect(pictures).toHaveCount(0)
  await findings.getByRole('button', { name: 'Show', exact: true }).first().click()
  await expect(pictures.first()).toBeVisible()
  await findings.getByRole('button', { name: 'Hide', exact: true }).click()
  await expect(pictures).toHaveCount(0)
  await lab.picture('findings-light-1280')

  await findings.getByRole('button', { name: 'Invert the target' }).click()
  await expect(findings).toContainText('Polarity agrees')
  await expect(findings.getByRole('list', { name: 'Remedies in use' })).toContainText('Target inverted')
  await page.keyboard.press('Control+z')
  await expect(findings).toContainText('One domain is inverted')
  await findings.getByRole('button', { name: 'Invert the target' }).click()
  await expect(findings).toContainText('Polarity agrees')

  await findings.getByRole('button', { name: 'Match classes…' }).click()
  const matching = page.getByRole('dialog', { name: 'Match classes' })
  await expect(matching).toContainText('partial and open set')
  await matching.getByRole('button', { name: '△ Stripes' }).click()
  await matching.getByRole('button', { name: 'bars', exact: true }).click()
  await expect(matching).toContainText('a closed set')
  await lab.picture('match-classes-light-1280')
  await matching.getByRole('button', { name: 'Use these matches' }).click()
  await expect(findings).toContainText('1 target class matched by hand')
  await expect(findings).not.toContainText('Class names differ')

  await page.getByRole('spinbutton', { name: 'Validation' }).fill('15')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: /Valid\. 15 %/ })).toBeVisible()

  await page.getByRole('button', { name: 'Show target counts…' }).click()
  const counting = page.getByRole('dialog', { name: 'Count target classes' })
  await counting.getByRole('textbox', { name: 'Purpose' }).fill('check label shift')
  await counting.getByRole('button', { name: 'Read counts' }).click()
  await expect(page.getByRole('region', { name: 'Classes' })).toContainText('△ 40')
  await expect(page.getByRole('button', { name: /Ledger 1 read/ })).toBeVisible()
  await lab.picture('findings-mended-light-1280')
  await lab.resize({ width: 1920, height: 1080 })
  await lab.picture('findings-mended-light-1920')
  await page.getByRole('button', { name: /^Theme/ }).click()
  await page.getByRole('button', { name: /^Theme/ }).click()
  await lab.picture('findings-mended-dark-1920')

  // A list of one's own decides which images are in, and on which side.
  const names = ['bars', 'crosses'].flatMap((name) => Array.from({ length: 20 }, (_, at) => `${name}/${String(at).padStart(3, '0')}.png`))
  const list = join(home, 'pictures', 'list of mine.csv')
  await writeFile(list, ['file,split', ...names.map((name, at) => `${name},${at % 4 === 0 ? 'test' : 'train'}`)].join('\n'))
  await lab.answerDialogs([list])
  await page.getByRole('button', { name: /^Use a list of source images/ }).click()
  const classes = page.getByRole('region', { name: 'Classes' })
  await expect(classes).toContainText('bars20△ 40')
  await expect(page.getByRole('img', { name: /Test 10 % \(source 10,/ })).toBeVisible()
  await expect(page.getByText('There is no image')).toHaveCount(0)
  await lab.picture('findings-list-dark-1920')
  await page.getByRole('button', { name: 'Take the source’s list out' }).click()
  await expect(classes).toContainText('bars41△ 40')
  expect(lab.complaints).toEqual([])
})
