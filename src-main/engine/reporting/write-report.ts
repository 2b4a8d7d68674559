/** Gathers what a finished run has on disk and writes `report.html` and `card.md`. */
import type { MetricPoint, RunRecord, RunResult } from '@shared/domain/run'
import { writeFileAtomic } from '../../storage/atomic-file'
import type { RunFolder } from '../../storage/run-folder'
import { tf } from '../backend/tensorflow'
import type { Images, PairData } from '../data/types'
import { findMethod } from '../methods/registry'
import { openMap, readMapFrame } from '../service/map-store'
import { readSwapReport } from '../service/swap-report'
import { type AlignmentRow, alignmentTable } from './alignment-table'
import type { Curve } from './curve-plot'
import { mapPlot } from './map-plot'
import { modelCard } from './model-card'
import { reportHtml } from './report-html'

const samples = 12

export async function writeReport(folder: RunFolder, record: RunRecord, result: RunResult, pair: PairData): Promise<void> {
  const ledger = await folder.readLedger()
  const html = reportHtml({
    record,
    result,
    ledger,
    labels: Object.fromEntries(Object.keys(result.summary).map((id) => [id, findMethod(id).label])),
    samples: {
      source: await thumbnails(pair.source.train),
      target: await thumbnails(pair.target.train),
    },
    curves: await curves(folder, record),
    maps: await maps(folder, record),
    alignment: alignmentTable(await alignment(folder, record), record.classNames),
  })
  await writeFileAtomic(folder.cardFile, modelCard(record, result, ledger))
  await writeFileAtomic(folder.reportFile, html)
}

/** Images spread evenly over a split, as PNG data addresses. */
async function thumbnails({ pixels, size, count }: Images): Promise<string[]> {
  const addresses: string[] = []
  for (let sample = 0; sample < Math.min(samples, count); sample++) {
    const index = Math.floor(((sample + 0.5) * count) / Math.min(samples, count))
    const image = tf.tensor3d(Int32Array.from(pixels.read([index])), [size, size, 3], 'int32')
    const png = await tf.node.encodePng(image)
    image.dispose()
    addresses.push(`data:image/png;base64,${Buffer.from(png).toString('base64')}`)
  }
  return addresses
}

/** Curves of the first seed of each method. */
async function curves(folder: RunFolder, record: RunRecord): Promise<Record<string, Curve[]>> {
  const byName: Record<string, Curve[]> = {}
  for (const trial of firstSeed(record)) {
    const points = await folder.trial(trial.id).readMetrics()
    for (const name of ['sourceAccuracyPct', 'classLoss', 'domainAccuracyPct', 'domainLoss']) {
      const own = points.filter((point: MetricPoint) => point.name === name)
      if (own.length > 0) byName[name] = [...(byName[name] ?? []), { label: findMethod(trial.method).label, points: own }]
    }
  }
  return byName
}

/** Last settled map of the first seed of each method, where one was drawn. */
async function maps(folder: RunFolder, record: RunRecord): Promise<string[]> {
  const drawn: string[] = []
  for (const trial of firstSeed(record)) {
    const { points, checkpoints } = await openMap(folder.trial(trial.id))
    const last = checkpoints.at(-1)
    if (points !== null && last !== undefined) {
      drawn.push(
        mapPlot(`${findMethod(trial.method).label}, epoch ${last.epoch}`, points, await readMapFrame(folder.trial(trial.id), last.epoch)),
      )
    }
  }
  return drawn
}

/** Measures at the last checkpoint of the first seed of each method, where a map was drawn. */
async function alignment(folder: RunFolder, record: RunRecord): Promise<AlignmentRow[]> {
  const rows: AlignmentRow[] = []
  for (const trial of firstSeed(record)) {
    const measures = (await openMap(folder.trial(trial.id))).checkpoints.at(-1)?.measures
    if (!measures) continue
    const { reference, checkpoints } = await readSwapReport(folder, record, { trialId: trial.id, checkpoints: 'last' })
    rows.push({
      label: findMethod(trial.method).label,
      measures,
      suspicions: reference === null ? null : (checkpoints.at(-1)?.suspicions ?? []),
    })
  }
  return rows
}

function firstSeed(record: RunRecord): RunRecord['trials'] {
  return record.trials.filter((trial) => trial.seed === record.trials[0].seed)
}
