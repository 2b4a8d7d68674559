/** One set-up at a time per project. The lock is a listening socket, so the system frees it however its holder dies. */
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from './sha256.mjs'

function addressFor(root, platform) {
  const name = `shiftlab-setup-${sha256(root).slice(0, 16)}`
  if (platform === 'linux') return `\0${name}`
  return platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

/** Waits for its turn and returns a function that gives the lock back; `onWait` is called once when another set-up is running. */
export async function takeLock(root, { platform = process.platform, onWait = () => {} } = {}) {
  const address = addressFor(root, platform)
  let waited = false
  for (;;) {
    const server = await listen(address)
    if (server !== null) return () => new Promise((resolve) => server.close(resolve))
    if (!waited) onWait()
    waited = true
    const wasAlive = await holderGone(address)
    if (!wasAlive && platform !== 'linux' && platform !== 'win32') rmSync(address, { force: true })
  }
}

/** The listening server; null where the address is taken. */
function listen(address) {
  return new Promise((resolve, reject) => {
    const waiting = new Set()
    const server = createServer((socket) => {
      waiting.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => waiting.delete(socket))
    })
    server.unref()
    const close = server.close.bind(server)
    server.close = (done) => {
      for (const socket of waiting) socket.destroy()
      return close(done)
    }
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)))
    server.listen(address, () => resolve(server))
  })
}

/** Resolves when the holder is gone: true where it was alive at first, false where nobody answered. */
function holderGone(address) {
  return new Promise((resolve) => {
    let connected = false
    const socket = connect(address, () => {
      connected = true
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(connected))
  })
}
