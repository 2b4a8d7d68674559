/** The optical digits (UCI optdigits) that scikit-learn's wheel carries, packed into bytes; nothing else of the wheel is used. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { partialName, removeLeftovers, writeFileAtomic } from '../atomic.mjs'
import { orLeaveOut } from '../or-leave-out.mjs'
import { readPins } from '../pins.mjs'
import { SetupProblem } from '../setup-problem.mjs'
import { sha256 } from '../sha256.mjs'
import { obtainWheel } from '../wheel.mjs'
import { unpackZip } from '../zip.mjs'

const size = 8
const levels = 16
const classes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
const noPip = ['pip, which fetches the optical digits, was not found', 'install Python 3 with pip']
const leftOut = { missing: 'optical digits', consequence: 'the pairs made of them are left out' }
const filesOf = (paths) => ({ pixels: join(paths.data, 'optical-digits.bin'), index: join(paths.data, 'optical-digits.json') })

export const opticalDigits = {
  id: 'optical-digits',
  title: 'Optical digits',
  needs: ({ paths }) => [
    { folder: paths.root, bytes: 1e6 },
    { folder: paths.downloads, bytes: 10e6 },
  ],
  inputs: ({ paths }) => ({ pins: readPins(paths, 'optical-digits'), layout: 1 }),
  present({ paths }, { bytes }) {
    const { pixels, index } = filesOf(paths)
    return bytes === 0 || (existsSync(index) && existsSync(pixels) && statSync(pixels).size === bytes)
  },
  run: (context) => orLeaveOut(context, leftOut, () => packOpticalDigits(context)),
}

/** Writes `optical-digits.bin` (uint8 [N,8,8], class after class, no header) and `optical-digits.json`. */
async function packOpticalDigits(context) {
  const { paths, report } = context
  const pins = readPins(paths, 'optical-digits')
  const wheel = await obtainWheel(context, pins.wheel, noPip)
  const { pixels, index } = filesOf(paths)
  removeLeftovers(paths.data)
  const unpacked = partialName(paths.data)
  try {
    await unpackZip({ file: wheel, folder: unpacked, select: (name) => (name === pins.entry ? 'digits.csv.gz' : null) })
    const rows = parseRows(gunzipSync(readFileSync(join(unpacked, 'digits.csv.gz'))).toString('utf8'))
    const perClass = classes.map((name) => rows.filter((row) => row.className === name).map((row) => row.pixels))
    const content = Buffer.concat(perClass.flat())
    const digest = sha256(content)
    if (digest !== pins.sha256) {
      throw new SetupProblem(
        `The digits in ${pins.wheel.name} are not those of version ${pins.wheel.version} (SHA-256 ${digest})`,
        'run the command again; if it repeats, a mirror is altering downloads',
      )
    }
    const counts = perClass.map((images) => images.length)
    writeFileAtomic(pixels, content)
    writeFileAtomic(index, `${JSON.stringify({ count: rows.length, size, classes, counts, sha256: digest }, null, 2)}\n`)
    report.update(`${rows.length} digits`)
    return { summary: `${rows.length} digits out of ${pins.wheel.name} ${pins.wheel.version}`, bytes: content.length, sha256: digest }
  } finally {
    await rm(unpacked, { recursive: true, force: true })
  }
}

/** Lines of 64 ink counts from 0 to 16 and a class; counts become bytes, full ink white, as in the other digits. */
function parseRows(text) {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const values = line.split(',').map(Number)
      const pixels = Uint8Array.from(values.slice(0, size * size), (value) => Math.round((value * 255) / levels))
      return { pixels, className: String(values[size * size]) }
    })
}
