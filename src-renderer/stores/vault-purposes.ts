/** Why the user wants to see labels of a run: asked once a run, then sent with every read. Gone when the window closes. */
import { create } from 'zustand'

interface VaultPurposes {
  readonly byRun: Readonly<Record<string, string>>
  give(runId: string, purpose: string): void
}

export const useVaultPurposes = create<VaultPurposes>()((set) => ({
  byRun: {},
  give: (runId, purpose) => set(({ byRun }) => ({ byRun: { ...byRun, [runId]: purpose } })),
}))
