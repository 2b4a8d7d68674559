/** The pip client: only fetches wheels, which are unpacked without any Python environment. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lastReason, runCommand } from './command.mjs'
import { SetupProblem } from './setup-problem.mjs'

const candidates = [
  ['python3', ['-m', 'pip']],
  ['pip3', []],
  ['pip', []],
]

/** `[program, leading arguments, version]` of the first pip that answers, or null. */
export async function findPip({ env, log, client = runCommand }) {
  for (const [program, leading] of candidates) {
    const { code, output } = await client(program, [...leading, '--version'], { env, log })
    const version = /^pip (\d\S*)/m.exec(output)
    if (code === 0 && version !== null) return [program, leading, version[1]]
  }
  return null
}

/** The arguments that make any pip, under any Python, fetch exactly the pinned wheel and nothing else. */
export function pipDownloadArguments({ pin, requirements, folder }) {
  const tags = pin.platforms.flatMap((platform) => ['--platform', platform])
  const abi = pin.abi === 'none' ? [] : ['--python-version', '3.11']
  return [
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--require-hashes',
    ...['--requirement', requirements, '--dest', folder],
    ...abi,
    ...(pin.abi === 'none' ? ['--implementation', 'py', '--abi', 'none'] : ['--implementation', 'cp', '--abi', pin.abi]),
    ...tags,
    '--no-cache-dir',
    '--no-input',
    '--disable-pip-version-check',
    '--progress-bar=off',
  ]
}

/** Puts the wheel of `pin` (`{name, version, sha256, abi, platforms}`) into `folder`. */
export async function pipDownload({ pip, pin, folder, env, log, client = runCommand }) {
  const requirements = join(folder, '.requirements.txt')
  writeFileSync(requirements, `${pin.name}==${pin.version} --hash=sha256:${pin.sha256}\n`)
  const [program, leading] = pip
  const args = [...leading, ...pipDownloadArguments({ pin, requirements, folder })]
  const result = await client(program, args, { cwd: folder, env: { ...env, TMPDIR: folder, TEMP: folder, TMP: folder }, log })
  if (result.code === 0) return
  throw new SetupProblem(
    `pip could not fetch ${pin.name} ${pin.version} (${lastReason(result)})`,
    'check the network or the index in your pip configuration and run the command again',
  )
}
