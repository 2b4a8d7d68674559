/** Values of a trial's variables, for comparing what two trainings made of the same network. */
import type { ToyTrial } from './toy-trial'

/** Values of every variable whose name begins with `prefix`, after `work` on a fresh trial that is then freed. */
export async function weightsBelow(trial: ToyTrial, prefix: string, work: (trial: ToyTrial) => Promise<unknown>): Promise<number[]> {
  try {
    await work(trial)
    return [...trial.session.state].filter(([name]) => name.startsWith(prefix)).flatMap(([, variable]) => [...variable.dataSync()])
  } finally {
    trial.session.dispose()
  }
}
