/** Each way set-up can fail has its own sentence, with what to do. */
import { expect, test } from 'vitest'
import { lastReason } from './command.mjs'
import { requireSpace } from './disk-space.mjs'
import { sentenceFor } from './ensure-setup.mjs'
import { nodeVersionProblem } from './node-version.mjs'
import { findPip, pipDownloadArguments } from './pip.mjs'
import { binding } from './steps/binding.mjs'
import { electron } from './steps/electron.mjs'
import { npmPackages } from './steps/npm-packages.mjs'
import { aptStatus, systemPackages } from './steps/system-packages.mjs'
import { selectFromWheel, tensorflow } from './steps/tensorflow.mjs'
import { fakeContext, put } from './testing/fake-context.mjs'

const dpkgAll = { code: 0, output: debianPackages().join('\n') }

function debianPackages({ renamed = false } = {}) {
  const libraries = ['libgtk-3-0', 'libasound2', 'libatk-bridge2.0-0', 'libcups2'].map((name) => `${name}${renamed ? 't64' : ''} installed`)
  const others = ['libnss3', 'libgbm1', 'libxss1', 'libxtst6', 'libdrm2', 'libsecret-1-0', 'xvfb', 'xauth', 'fonts-dejavu-core']
  return [...libraries, ...others.map((name) => `${name} installed`)]
}

const pip = { 'python3 -m pip': { output: 'pip 23.0.1 from somewhere (python 3.11)' } }

test('node: 20.19 and later will do, anything older is named with what is needed', () => {
  expect(['20.19.0', '20.20.2', '22.1.0', '24.0.0'].map(nodeVersionProblem)).toEqual([null, null, null, null])
  for (const version of ['18.20.4', '20.18.1', '12.22.0'])
    expect(nodeVersionProblem(version)).toMatch(`Node 20.19 or later and this is Node ${version};`)
})

test('disk: needs on one disk add up, and the sentence names the folder, what is needed and what is free', async () => {
  const measure = async (folder) => ({ bytes: folder === '/big' ? 9e9 : 1.2e9, device: folder === '/big' ? 2 : 1 })
  const needs = [
    { folder: '/project', bytes: 2e9 },
    { folder: '/cache', bytes: 1e9 },
    { folder: '/big', bytes: 8e9 },
  ]
  const problem = 'Set-up needs 3.00 GB of free disk space for /project and 1.2 GB are free; free some space and run the command again.'
  await expect(requireSpace(needs, { measure })).rejects.toThrow(problem.replace('1.2 GB', '1.20 GB'))
  await expect(requireSpace(needs.slice(2), { measure })).resolves.toBeUndefined()
})

test('compiler: without g++ the exact command is named before anything is fetched', async () => {
  const { context } = fakeContext({ answers: { 'dpkg-query': dpkgAll, ...pip } })
  await expect(systemPackages.run(context)).rejects.toThrow(
    'g++, which builds the TensorFlow binding, was not found; install it with: sudo apt-get install -y g++',
  )
  await expect(binding.run(context)).rejects.toThrow('sudo apt-get install -y g++')
})

test('pip: three ways to call it are tried, and without any the exact command is named', async () => {
  const { context, commands } = fakeContext({ answers: { 'dpkg-query': dpkgAll }, programs: ['g++'] })
  await expect(systemPackages.run(context)).rejects.toThrow('sudo apt-get install -y python3-pip')
  await expect(tensorflow.run(context)).rejects.toThrow('pip, which fetches TensorFlow, was not found')
  expect(commands).toEqual(expect.arrayContaining(['python3 -m pip --version', 'pip3 --version', 'pip --version']))
  const last = fakeContext({ answers: { 'pip --version': { output: 'pip 20.3 from there' } } })
  expect(await findPip(last.context)).toEqual(['pip', [], '20.3'])
})

test('pip: only the pinned wheel, whatever Python it runs under', () => {
  const args = pipDownloadArguments({
    pin: { abi: 'cp311', platforms: ['manylinux2014_x86_64'] },
    requirements: 'r.txt',
    folder: '/f',
  }).join(' ')
  expect(args).toContain('--require-hashes --requirement r.txt')
  expect(args).toContain('--python-version 3.11 --implementation cp --abi cp311 --platform manylinux2014_x86_64')
  expect(args).toContain('--no-deps --only-binary=:all:')
})

test('system packages: all there passes, under the old names and the new', async () => {
  for (const renamed of [false, true]) {
    const answers = { 'dpkg-query': { output: debianPackages({ renamed }).join('\n') }, ...pip }
    const { context } = fakeContext({ answers, programs: ['g++'] })
    expect(await systemPackages.run(context)).toMatchObject({ complete: true })
  }
})

test('system packages: an ordinary user gets one command; without a window only a warning', async () => {
  const answers = { 'dpkg-query': { output: debianPackages().slice(2).join('\n') }, ...pip }
  const { context, told } = fakeContext({ answers, programs: ['g++'] })
  await expect(systemPackages.run(context)).rejects.toThrow('install them with: sudo apt-get install -y libgtk-3-0 libasound2, and run')
  expect(await systemPackages.run({ ...context, needsWindow: false })).toMatchObject({ complete: false })
  expect(told.join()).toContain('windows do not')
})

test('system packages: root on Debian installs what is missing, by the names this release knows', async () => {
  let installed = false
  const answers = {
    'dpkg-query': () => ({
      output: debianPackages({ renamed: installed })
        .slice(installed ? 0 : 1)
        .join('\n'),
    }),
    'dpkg --configure': {},
    'apt-get -o DPkg::Lock::Timeout=300 update': {},
    'apt-cache': { output: 'libgtk-3-0t64:\n  Installed: (none)\n  Candidate: 3.24.41\n' },
    'apt-get': () => {
      installed = true
      return { code: 0 }
    },
    ...pip,
  }
  const { context, commands } = fakeContext({ machine: { root: true }, answers, programs: ['g++'] })
  expect(await systemPackages.run(context)).toMatchObject({ complete: true })
  expect(commands.find((line) => line.includes(' install '))).toMatch(/-y --no-install-recommends libgtk-3-0t64$/)
})

test('system packages: without network root is told what apt said and the command to repeat', async () => {
  const answers = {
    'dpkg-query': {},
    'dpkg --configure': {},
    'apt-cache': {},
    'apt-get': { code: 100, output: 'E: Unable to fetch some archives' },
    ...pip,
  }
  const { context } = fakeContext({ machine: { root: true }, answers, programs: ['g++'] })
  await expect(systemPackages.run(context)).rejects.toThrow(
    /Unable to fetch some archives\); install them with: apt-get update && apt-get install -y libgtk-3-0 /,
  )
})

test('system packages: elsewhere on Linux the loader is asked, and other systems need nothing', async () => {
  const answers = {
    ldconfig: {
      output: 'libgtk-3.so.0 libnss3.so libasound.so.2 libgbm.so.1 libXss.so.1 libXtst.so.6 libdrm.so.2 libcups.so.2 libsecret-1.so.0',
    },
    ...pip,
  }
  const { context } = fakeContext({ machine: { debian: false }, answers, programs: ['g++', 'Xvfb', 'xauth'] })
  await expect(systemPackages.run(context)).rejects.toThrow("libatk-bridge2.0-0 (Debian's names); install their counterparts")
  expect(await systemPackages.run({ ...context, machine: { ...context.machine, platform: 'darwin' } })).toMatchObject({ complete: true })
})

test('apt: its status lines become words', () => {
  expect(aptStatus('dlstatus:3:41.7:Retrieving file 3 of 9', '12.3 MB')).toBe('fetching 12.3 MB, 42 %')
  expect(aptStatus('pmstatus:libgtk-3-0:55.0:Unpacking libgtk-3-0', '')).toBe('installing, 55 %: Unpacking libgtk-3-0')
})

test('npm: a registry that cannot be reached, a full disk and a lock file out of step each have their remedy', async () => {
  const remedies = {
    'npm error code ENOTFOUND\nnpm error network down': 'check the network',
    'npm error code ENOSPC': 'free some disk space',
    'npm error code EUSAGE': 'package-lock.json',
  }
  for (const [output, remedy] of Object.entries(remedies)) {
    const { context } = fakeContext({ answers: { [process.execPath]: { code: 1, output }, npm: { code: 1, output } } })
    put(context.paths.packageLock, '{"packages":{"":{},"node_modules/a":{}}}')
    await expect(npmPackages.run(context)).rejects.toThrow(remedy)
  }
})

test('electron: a folder of the user without Electron is named with the variable', async () => {
  const { context } = fakeContext({ machine: { electronFolder: '/nowhere' } })
  await expect(electron.run(context)).rejects.toThrow(
    'ELECTRON_OVERRIDE_DIST_PATH names /nowhere, which holds no electron; correct the variable',
  )
})

test('electron: where the official way fails and no registry route exists, one sentence says both what and what to do', async () => {
  const answers = { [process.execPath]: { code: 1, output: 'RequestError: getaddrinfo ENOTFOUND' } }
  const { context } = fakeContext({ machine: { platform: 'darwin' }, answers })
  await expect(electron.run(context)).rejects.toThrow(/own download host \(RequestError: getaddrinfo ENOTFOUND\); check the network/)
})

test('tensorflow: where the CUDA wheels cannot be had, the CPU is used and the reason shown', async () => {
  const failing = { ...pip, 'python3 -m pip download': { code: 1, output: 'ERROR: No matching distribution' } }
  const { context, told } = fakeContext({
    machine: { nvidiaDriver: true },
    answers: failing,
    measure: async () => ({ bytes: 1e9, device: 1 }),
  })
  await expect(tensorflow.run(context)).rejects.toThrow('tensorflow-cpu 2.15.1')
  expect(told.join()).toMatch(/no GPU support: Set-up needs .* going on with the CPU/)
})

test('tensorflow: where the wheels are for another system, tfjs-node installs its own', async () => {
  const { context, commands } = fakeContext({ machine: { platform: 'win32' } })
  expect(await tensorflow.run(context)).toMatchObject({ route: 'tfjs-node-cpu', version: '2.9.1' })
  expect(commands).toEqual([])
})

test('tensorflow: of a wheel only libraries, headers and licences are unpacked', () => {
  expect(selectFromWheel('tensorflow/libtensorflow_cc.so.2')).toBe('lib/libtensorflow_cc.so.2')
  expect(selectFromWheel('tensorflow/include/tensorflow/c/c_api.h')).toBe('include/tensorflow/c/c_api.h')
  expect(selectFromWheel('nvidia/cublas/lib/libcublas.so.12')).toBe('nvidia/cublas/lib/libcublas.so.12')
  expect(selectFromWheel('nvidia_cublas_cu12-12.2.5.6.dist-info/License.txt')).toBe('licences/nvidia_cublas_cu12-12.2.5.6/License.txt')
  for (const name of ['tensorflow/python/_pywrap.so', 'tensorflow/__init__.py', 'nvidia/cublas/include/cublas.h'])
    expect(selectFromWheel(name)).toBeNull()
})

test('reasons: the telling line is found and addresses are left out', () => {
  const npm = 'npm warn x\nnpm error code E404\nnpm error 404 Not found at https://somewhere/x\nnpm error A complete log of this run'
  expect(lastReason({ code: 1, output: npm })).toBe('npm: 404 Not found at')
  expect(lastReason({ code: 1, output: 'RequestError: down\n    at x (y.js:1)\n    at error' })).toBe('RequestError: down')
  expect(lastReason({ code: null, missing: true, output: '' })).toBe('the program was not found')
  expect(lastReason({ code: null, signal: 'SIGKILL', output: '' })).toBe('ended by SIGKILL')
})

test('failures that no step foresaw end with a sentence too', () => {
  expect(sentenceFor(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toContain('disk is full; free some space')
  expect(sentenceFor(Object.assign(new Error('x'), { code: 'EACCES', path: '/p' }))).toContain('may not write /p;')
  expect(sentenceFor(new Error('odd'))).toContain('(odd); run the command again')
})
