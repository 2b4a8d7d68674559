/** Tries TensorFlow's settings one after the other and keeps the fastest. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { projectFolder } from '../../storage/locations'
import { defaultChoice, describeMachine, environmentOf, type NativeChoice, type NativeSettings } from '../../storage/native-settings'

/** How much faster than the usual settings a candidate must be to be taken: less is noise. */
const worthwhile = 1.05

/** Steps per second of a candidate. */
export type Measure = (candidate: NativeChoice) => Promise<number>

/** Bfloat16 changes the numbers, so it is never a candidate: `bf16` is what the user has chosen. */
export async function chooseSettings(measure: Measure, { bf16 = false }: { readonly bf16?: boolean } = {}): Promise<NativeSettings> {
  const usual = { ...defaultChoice(), bf16 }
  const candidates: NativeSettings['candidates'] = []
  for (const choice of candidatesBeside(usual)) candidates.push({ ...choice, stepsPerSecond: await measure(choice) })
  const [first, ...others] = candidates
  const best = others.reduce((fastest, one) => (one.stepsPerSecond > worthwhile * fastest.stepsPerSecond ? one : fastest), first)
  const { stepsPerSecond: _, ...choice } = best
  return { ...choice, origin: 'measured', machine: describeMachine(), candidates }
}

/** The usual settings first; half the threads, which wins where two share a core; and its own kernels in place of oneDNN's. */
function candidatesBeside(usual: NativeChoice): NativeChoice[] {
  const half = Math.ceil(usual.threads / 2)
  return [usual, ...(half < usual.threads ? [{ ...usual, threads: half }] : []), { ...usual, oneDnn: false }]
}

/** Runs the bundled entry in a process with the candidate's environment. @throws AppError `internal` where it ends without a figure. */
export function measureInProcess(candidate: NativeChoice): Promise<number> {
  const entry = join(projectFolder(), 'out', 'main', 'measure-entry.js')
  const env = { ...process.env, ...environmentOf(candidate), ELECTRON_RUN_AS_NODE: '1' }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    let printed = ''
    child.stdout.on('data', (chunk) => {
      printed += chunk
    })
    child.on('error', reject)
    child.on('close', (status) => {
      const rate = Number(printed)
      if (status === 0 && rate > 0) resolve(rate)
      else
        reject(
          new AppError('internal', `Measuring ended with status ${status} and no figure.`, 'Run npm run doctor; TensorFlow may not load.'),
        )
    })
  })
}
