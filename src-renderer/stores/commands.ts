/** What can be done now: the shell's own commands and those of the screen in view, for the palette, the shortcuts and the `?` sheet. */
import { useEffect, useRef } from 'react'
import { create } from 'zustand'

export interface Command {
  /** Unique among all commands. */
  readonly id: string
  /** A verb with its object: "Pause the run". */
  readonly label: string
  readonly group: 'Stages' | 'Actions' | 'Runs' | 'Methods' | 'Studies' | 'Window'
  /** As printed: "J", "Ctrl Enter", "Shift ArrowLeft". Ctrl stands for ⌘ on a Mac. */
  readonly keys?: string
  /** The equivalent on the command line, which Ctrl C copies in the palette. */
  readonly cli?: string
  /** Why it cannot be done now. */
  readonly blocked?: string | null
  readonly run: () => void
}

export interface CommandsState {
  /** By owner: the shell and each screen register their own list. */
  readonly owned: Readonly<Record<string, readonly Command[]>>
  register(owner: string, commands: readonly Command[]): void
  unregister(owner: string): void
}

export function createCommandsStore() {
  return create<CommandsState>()((set) => ({
    owned: {},
    register: (owner, commands) => set((state) => ({ owned: { ...state.owned, [owner]: commands } })),
    unregister: (owner) => set((state) => ({ owned: Object.fromEntries(Object.entries(state.owned).filter(([name]) => name !== owner)) })),
  }))
}

export const useCommands = createCommandsStore()

/** All commands, the screen's before the shell's. */
export function listCommands(owned: CommandsState['owned']): readonly Command[] {
  const { shell = [], ...screens } = owned
  return [...Object.values(screens).flat(), ...shell]
}

/**
 * Registers a screen's commands while it is mounted. Labels, keys and reasons are compared by value, and `run` always
 * calls the newest closure, so a fresh array on every render costs nothing.
 */
export function useScreenCommands(owner: string, commands: readonly Command[]): void {
  const newest = useRef(commands)
  newest.current = commands
  const fingerprint = JSON.stringify(commands.map(({ run: _run, ...rest }) => rest))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the fingerprint stands for the commands
  useEffect(() => {
    const stable = newest.current.map((command) => ({
      ...command,
      run: () => newest.current.find((one) => one.id === command.id)?.run(),
    }))
    useCommands.getState().register(owner, stable)
  }, [owner, fingerprint])
  useEffect(() => () => useCommands.getState().unregister(owner), [owner])
}
