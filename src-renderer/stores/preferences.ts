/** Theme, projector mode and single keys, kept by the main process between starts. */
import type { Preferences } from '@shared/contract/host'
import { create } from 'zustand'
import { type Host, host } from '../app/services'

export interface PreferencesState extends Preferences {
  load(): Promise<Preferences>
  /** Takes effect at once; what the main process keeps has the last word. */
  change(changes: Partial<Preferences>): Promise<void>
}

export function createPreferencesStore(deps: { readonly host: Pick<Host, 'call'> }) {
  return create<PreferencesState>()((set) => ({
    theme: 'system',
    singleKeys: true,
    projector: false,
    lastStudyId: null,
    load: async () => {
      const kept = await deps.host.call('host.preferences', {})
      set(kept)
      return kept
    },
    change: async (changes) => {
      set(changes)
      set(await deps.host.call('host.setPreferences', changes))
    },
  }))
}

export const usePreferences = createPreferencesStore({ host })
