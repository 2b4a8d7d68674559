/** The npm client: finds the one that belongs to this Node and fetches a package's tarball with it. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { lastReason, runCommand } from './command.mjs'
import { SetupProblem } from './setup-problem.mjs'

/** `[program, leading arguments]`: the client that started this script, the one beside this Node, else `npm` on PATH. */
export function npmCommand(env = process.env) {
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  const script = [env.npm_execpath, beside].find((file) => file?.endsWith('npm-cli.js') && existsSync(file))
  return script ? [process.execPath, [script]] : ['npm', []]
}

/** Puts the tarball of `name@version` into `folder`; `client` can be replaced in tests. */
export async function npmPack({ name, version, folder, env, log, client = runCommand }) {
  const [program, leading] = npmCommand(env)
  const cache = join(folder, '.npm-cache')
  const args = [...leading, 'pack', `${name}@${version}`, '--pack-destination', folder, '--cache', cache]
  const result = await client(program, args, { cwd: folder, env, log })
  if (result.code === 0) return
  throw new SetupProblem(
    `npm could not fetch ${name} ${version} (${lastReason(result)})`,
    'check the network or the registry in your npm configuration and run the command again',
  )
}
