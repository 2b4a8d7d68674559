/** The environment for programs that set-up provided: tools that look for Electron find the one in `.runtime`. */
import { join } from 'node:path'
import { electronProgram } from '../setup/platform.mjs'

/** Path of the Electron program to start. */
export const electronPath = ({ paths, machine }) => join(machine.electronFolder || paths.electron, electronProgram(machine.platform))

/** A copy of the context's environment with Electron's place and TensorFlow's log level set. */
export function launchEnvironment(context) {
  return {
    ...context.env,
    ELECTRON_OVERRIDE_DIST_PATH: context.machine.electronFolder || context.paths.electron,
    ELECTRON_EXEC_PATH: electronPath(context),
    TF_CPP_MIN_LOG_LEVEL: context.env.TF_CPP_MIN_LOG_LEVEL ?? '2',
  }
}
