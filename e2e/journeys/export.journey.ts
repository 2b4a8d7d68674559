import { spawnSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chooseFolders } from '../fixtures/choose-folders'
import { expect, type Lab, test } from '../fixtures/lab'
import { writeDomain } from '../fixtures/pictures'

const program = fileURLToPath(new URL('../../out/main/lab.js', import.meta.url))

test('export: a model leaves the window and the command line checked, and its web page classifies an image in a browser of its own', async ({
  openLab,
  home,
}) => {
  test.setTimeout(600_000)
  const [source, target] = [join(home, 'pictures', 'studio'), join(home, 'pictures', 'street')]
  await writeDomain(source, { tint: [1, 1, 1], perClass: 40 })
  await writeDomain(target, { tint: [1, 0.6, 0.3], perClass: 20 })
  const opened = await openLab()
  const { page } = opened
  await chooseFolders(opened, source, target)
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible()
  await page
    .getByRole('navigation', { name: 'Study' })
    .getByRole('button', { name: /Export/ })
    .click()
  await expect(page.getByText('Export needs a trained model')).toBeVisible()
  await opened.picture('export-empty-light-1280')

  const folder = join(home, 'digits')
  const trained = lab(home, [
    'run',
    '--source',
    source,
    '--target',
    target,
    '--method',
    'dann',
    '--seeds',
    '0',
    '--epochs',
    '3',
    '--batch',
    '16',
    '--set',
    'imageSize=16',
    '--out',
    folder,
  ])
  expect(trained.status).toBe(0)
  const out = join(home, 'web')
  const exported = lab(home, ['export', '--run', folder, '--format', 'tfjs', '--out', out])
  expect(exported.status).toBe(0)
  expect(exported.result).toMatchObject({ format: 'tfjs', topOneAgreementPct: 100 })
  expect((await readdir(out)).sort()).toEqual(['card.html', 'card.md', 'index.html', 'model.json', 'shiftlab.json', 'weights.bin'])
  expect(await readFile(join(out, 'card.md'), 'utf8')).toContain('Ganin')
  const labelled = lab(home, ['predict', '--model', out, '--data', target]).result as Labelled
  expect(labelled.predictions).toHaveLength(60)

  const named = labelled.predictions[0]
  const answer = await classifyInBrowser(opened, join(out, 'index.html'), join(target, named?.file ?? ''))
  expect(answer.class).toBe(named?.class)
  expect(answer.probability).toBeCloseTo(named?.probability ?? 0, 3)

  const occupied = lab(home, ['export', '--run', folder, '--format', 'onnx', '--out', out])
  expect(occupied.status).toBe(2)
  expect(occupied.said).toContain('is not empty')
})

interface Labelled {
  readonly predictions: readonly { readonly file: string; readonly class: string; readonly probability: number }[]
}

function lab(home: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, '--json'], {
    encoding: 'utf8',
    env: { ...process.env, SHIFTLAB_HOME: join(home, 'lab'), SHIFTLAB_CACHE: join(home, 'cache') },
  })
  return { status, said: stderr, result: stdout === '' ? null : (JSON.parse(stdout) as unknown) }
}

/** Opens the page from disk in a window without the app's preload, and gives it one image as a person would. */
async function classifyInBrowser({ app }: Lab, file: string, image: string) {
  const opening = app.waitForEvent('window')
  await app.evaluate(({ BrowserWindow }, path) => {
    const window = new BrowserWindow({ width: 800, height: 600, webPreferences: { partition: 'exported-page' } })
    void window.loadFile(path)
  }, file)
  const browser = await opening
  await expect(browser.locator('#zone[data-ready]')).toBeVisible({ timeout: 60_000 })
  await browser.setInputFiles('#files', image)
  const row = browser.locator('#results li[data-class]')
  await expect(row).toBeVisible()
  return { class: await row.getAttribute('data-class'), probability: Number(await row.getAttribute('data-probability')) }
}
