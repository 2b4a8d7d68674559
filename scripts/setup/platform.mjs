/** The decisions that depend on the machine, as plain functions of facts, so that routes nobody could try here are at least decided in tests. */
import { existsSync, readFileSync } from 'node:fs'
import { release } from 'node:os'
import { findProgram } from './command.mjs'

/** The facts the decisions need, read from this machine. */
export function readMachine({ env = process.env } = {}) {
  const linux = process.platform === 'linux'
  return {
    platform: process.platform,
    arch: process.arch,
    release: release(),
    root: process.getuid?.() === 0,
    debian: linux && findProgram('dpkg-query') !== null && findProgram('apt-get') !== null,
    nvidiaDriver: existsSync('/proc/driver/nvidia/version') || findProgram('nvidia-smi') !== null,
    gpuWish: env.SHIFTLAB_GPU ?? 'auto',
    display: env.DISPLAY ?? '',
    displayGone: linux && isDisplayGone(env.DISPLAY ?? ''),
    waylandDisplay: env.WAYLAND_DISPLAY ?? '',
    userNamespaces: linux ? userNamespaces() : true,
    electronFolder: env.ELECTRON_OVERRIDE_DIST_PATH ?? '',
  }
}

function userNamespaces() {
  const number = (file, otherwise) => {
    try {
      return Number(readFileSync(file, 'utf8'))
    } catch {
      return otherwise
    }
  }
  return (
    number('/proc/sys/user/max_user_namespaces', 1) > 0 &&
    number('/proc/sys/kernel/unprivileged_userns_clone', 1) !== 0 &&
    number('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', 0) === 0
  )
}

/**
 * How TensorFlow gets here: `wheel-cpu` and `wheel-cuda` unpack Python wheels and compile the binding (Linux x64);
 * `tfjs-node-cpu` and `tfjs-node-gpu` let tfjs-node's own installer fetch its library. `reason` is shown to the user.
 */
export function tensorflowRoute({ platform, arch, nvidiaDriver, gpuWish }) {
  const wish = gpuWish.toLowerCase()
  const gpu = wish !== 'off' && (nvidiaDriver || wish === 'on')
  if (platform === 'linux' && arch === 'x64') {
    if (gpu) return { route: 'wheel-cuda', reason: nvidiaDriver ? 'an NVIDIA driver is present' : 'SHIFTLAB_GPU=on asks for it' }
    return { route: 'wheel-cpu', reason: nvidiaDriver ? 'SHIFTLAB_GPU=off asks for it' : 'no NVIDIA driver is present' }
  }
  if (platform === 'win32' && gpu) return { route: 'tfjs-node-gpu', reason: 'an NVIDIA driver is present' }
  return { route: 'tfjs-node-cpu', reason: `on ${platform} ${arch} tfjs-node installs its own library` }
}

/** Where Electron comes from, in the order to try: `folder` (the user's own), `official`, `registry`. */
export function electronRoutes({ platform, arch, electronFolder }) {
  if (electronFolder) return ['folder']
  return platform === 'linux' && arch === 'x64' ? ['official', 'registry'] : ['official']
}

/** Path of the program inside an Electron folder. */
export function electronProgram(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** Whether a window can open, and why not. */
export function displayDecision({ platform, display, displayGone, waylandDisplay }) {
  if (platform !== 'linux' || (display && !displayGone)) return { window: true, flags: [] }
  if (waylandDisplay) return { window: true, flags: ['--ozone-platform=wayland'] }
  const reason = display ? `DISPLAY is ${display}, but no X server listens there` : 'neither DISPLAY nor WAYLAND_DISPLAY is set'
  return { window: false, flags: [], reason }
}

/** Whether a local DISPLAY such as `:0` names a server that is not there; what goes over the network is left to Electron. */
export function isDisplayGone(display, { exists = existsSync, sockets = listUnixSockets } = {}) {
  const number = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(display)?.[1]
  if (number === undefined) return false
  const path = `/tmp/.X11-unix/X${number}`
  return (
    !exists(path) &&
    !sockets()
      .split('\n')
      .some((line) => line.endsWith(`@${path}`))
  )
}

function listUnixSockets() {
  try {
    return readFileSync('/proc/net/unix', 'utf8')
  } catch {
    return ''
  }
}

/** Electron's flags for the sandbox and the line to say about it (null: nothing to say). The sandbox is only given up as root. */
export function sandboxDecision({ platform, root, userNamespaces: allowed }) {
  if (platform === 'linux' && root) {
    // The app itself says so when it starts.
    return { flags: ['--no-sandbox'], notice: null }
  }
  if (allowed) return { flags: [], notice: null }
  return {
    flags: [],
    notice:
      "This system restricts unprivileged user namespaces, which Electron's sandbox needs; if no window opens, allow them with: " +
      'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (or kernel.unprivileged_userns_clone=1).',
  }
}
