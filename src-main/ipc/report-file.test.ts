import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolveReportFile } from './report-file'

let root = ''
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'shiftlab-report-')))
  await mkdir(join(root, 'run', 'report'), { recursive: true })
  await mkdir(join(root, 'elsewhere'))
  for (const file of [
    'run/run.json',
    'run/report.html',
    'run/report/report.html',
    'run/notes.html',
    'elsewhere/report.html',
    'elsewhere/x.sh',
  ]) {
    await writeFile(join(root, file), '')
  }
  await symlink(join(root, 'elsewhere', 'x.sh'), join(root, 'run', 'report', 'link'))
})
afterAll(() => rm(root, { recursive: true }))

test('report file: a report in a run folder or below it is accepted', async () => {
  for (const file of ['run/report.html', 'run/report/report.html']) {
    expect(await resolveReportFile(join(root, file))).toBe(join(root, file))
  }
})

test('report file: other names, links to other files and reports outside of runs are refused', async () => {
  for (const file of ['run/notes.html', 'run/run.json', 'run/report/link', 'elsewhere/report.html', 'run/../elsewhere/x.sh']) {
    await expect(resolveReportFile(join(root, file)), file).rejects.toMatchObject({ code: 'invalid-input' })
  }
  await expect(resolveReportFile('run/report.html')).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(resolveReportFile(join(root, 'run', 'nothing', 'report.html'))).rejects.toMatchObject({ code: 'not-found' })
})
