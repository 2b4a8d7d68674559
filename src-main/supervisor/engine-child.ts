/** What the supervisor needs of a forked engine process; Electron's utility process and a fake in tests both fit. */
import type { ToEngine } from './engine-control'

export interface EngineChild<TransferablePort> {
  /** Null until the process runs. */
  readonly pid: number | null
  post(message: ToEngine, ports?: readonly TransferablePort[]): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the process is gone for whatever reason; null when it was ended by a signal. */
  onExit(listener: (status: number | null) => void): void
  /** Ends the process at once (SIGKILL): it may be stuck in native code that heeds nothing else. */
  kill(): void
}
