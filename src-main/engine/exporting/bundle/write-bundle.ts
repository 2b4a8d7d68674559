/** Packs a finished run into one archive with which another machine runs the study again. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { AppError } from '@shared/contract/failure'
import type { ReplayManifest } from '@shared/domain/replay'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { pack } from 'tar-stream'
import { makeFolder } from '../../../storage/make-folder'
import type { RunFolder } from '../../../storage/run-folder'
import { refusingFullDisk, writingTo } from '../../../storage/unwritable'
import { exportStopped } from '../parity'
import { type BundledFile, filesOfData, filesOfNetwork, networkWithin, requestWithin } from './bundle-data'

export interface BundleRequest {
  readonly folder: RunFolder
  readonly record: RunRecord
  readonly result: RunResult
  /** Absolute path of the archive; not there yet. */
  readonly out: string
  /** Without the images the bundle is small, and the replay must be given them. */
  readonly withData: boolean
}

export interface BundleWatcher {
  readonly signal: AbortSignal
  onProgress(done: number, total: number): void
}

export interface WrittenBundle {
  readonly manifest: ReplayManifest
  readonly bundleSha256: string
  readonly bytes: number
}

export const bundleManifestFile = 'manifest.json'

/** As the report rounds; seeds of the same method lie further apart. */
const tolerancePoints = 0.5

/** Throws `invalid-input` where `out` is there already or cannot be written, `no-space`, or `cancelled`; nothing is left behind then. */
export async function writeBundle(request: BundleRequest, watcher: BundleWatcher): Promise<WrittenBundle> {
  const { out } = request
  if (await isThere(out)) {
    throw new AppError('invalid-input', `${out} is there already.`, 'Name a file that is not there yet.', 'out')
  }
  const temporary = `${out}.${process.pid}.tmp`
  try {
    return await refusingFullDisk(out, 'out', () =>
      writingTo(out, 'out', async () => {
        await makeFolder(dirname(out))
        const files = [
          ...(await filesOfRun(request.folder)),
          ...filesOfNetwork(request.record.request),
          ...(request.withData ? await filesOfData(request.record.request, watcher.signal) : []),
        ]
        const manifest = await manifestOf(request, files)
        const text = `${JSON.stringify(manifest, null, 2)}\n`
        await packFiles(temporary, { text, files, manifest }, watcher)
        await rename(temporary, out)
        return { manifest, bundleSha256: sha256(Buffer.from(text)), bytes: (await stat(out)).size }
      }),
    )
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** What a person wants to read of the run; checkpoints and maps are made again. */
async function filesOfRun({ path, recordFile, resultFile, ledgerFile, cardFile }: RunFolder): Promise<BundledFile[]> {
  const wanted = [recordFile, resultFile, ledgerFile, cardFile].map((from) => ({ file: `run/${from.slice(path.length + 1)}`, from }))
  const present = await Promise.all(wanted.map(({ from }) => isThere(from)))
  return wanted.filter((_, index) => present[index])
}

async function manifestOf({ folder, record, result, withData }: BundleRequest, files: readonly BundledFile[]): Promise<ReplayManifest> {
  const { fingerprints } = record
  if (fingerprints === null) throw new Error('a finished run has no fingerprints')
  const edits = await Promise.all(record.trials.map(({ id }) => folder.trial(id).readScheduleEdits()))
  const described: ReplayManifest['files'] = []
  for (const { file, from } of files) {
    const bytes = await readFile(from)
    described.push({ file, bytes: bytes.length, sha256: sha256(bytes) })
  }
  return {
    bundle: 'shiftlab-bundle-1',
    run: { id: record.id, name: record.name },
    request: networkWithin(withData ? requestWithin(record.request, '') : record.request, ''),
    withData,
    fingerprints,
    tolerancePoints,
    expected: result.runs.map(({ method, seed, lastCheckpoint, weightsSha256 }) => ({
      method,
      seed,
      sourceAccuracyPct: lastCheckpoint.sourceAccuracyPct,
      targetAccuracyPct: lastCheckpoint.targetAccuracyPct,
      weightsSha256,
    })),
    versions: record.versions,
    scheduleEdits: edits.flat().length,
    files: described,
  }
}

interface Packed {
  readonly text: string
  readonly files: readonly BundledFile[]
  readonly manifest: ReplayManifest
}

async function packFiles(path: string, { text, files, manifest }: Packed, { signal, onProgress }: BundleWatcher): Promise<void> {
  const archive = pack()
  const written = pipeline(archive, createGzip(), createWriteStream(path, { flush: true }))
  const filled = (async () => {
    await addFile(archive, bundleManifestFile, Buffer.from(text))
    for (const [at, { file, from }] of files.entries()) {
      if (signal.aborted) throw exportStopped()
      const bytes = await readFile(from)
      if (sha256(bytes) !== manifest.files[at].sha256) throw changedMeanwhile(from)
      await addFile(archive, file, bytes)
      onProgress(at + 1, files.length)
    }
    archive.finalize()
  })().catch((error: unknown) => {
    archive.destroy()
    throw error
  })
  const [failed] = (await Promise.allSettled([filled, written])).filter(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

/** Without times and owners: the same run gives the same bytes. */
function addFile(archive: ReturnType<typeof pack>, name: string, bytes: Buffer): Promise<void> {
  return new Promise((done, fail) => {
    archive.entry({ name, mtime: new Date(0) }, bytes, (error) => (error ? fail(error) : done()))
  })
}

function changedMeanwhile(path: string): AppError {
  return new AppError('invalid-input', `${path} changed while it was packed.`, 'Pack the run again when nothing writes there.', path)
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
