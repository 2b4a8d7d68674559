/** Connects every store to the engine and the host, and reads what they start from. */
import { useCampaigns } from '../stores/campaigns'
import { useCatalogue } from '../stores/catalogue'
import { useConnection } from '../stores/connection'
import { useDatasets } from '../stores/datasets'
import { useExports } from '../stores/exports'
import { useInspections } from '../stores/inspections'
import { usePreferences } from '../stores/preferences'
import { useRecipes } from '../stores/recipe'
import { useReductions } from '../stores/reductions'
import { useRuns } from '../stores/runs'
import { useStreams } from '../stores/streams'
import { useStudies } from '../stores/studies'
import { useView } from '../stores/view'
import { attempt } from './attempt'
import { host } from './services'

/** Returns the function that stops listening. */
export function startStores(): () => void {
  const stops = [
    useRuns.getState().connect(),
    useDatasets.getState().connect(),
    useRecipes.getState().connect(),
    useCampaigns.getState().connect(),
    useStreams.getState().connect(),
    useReductions.getState().connect(),
    useExports.getState().connect(),
    useConnection.getState().connect(() => {
      useDatasets.getState().forget()
      useInspections.getState().forget()
      useRecipes.getState().forget()
      attempt(readEverything)
    }),
    host.on('host.menu', ({ action }) => {
      const view = useView.getState()
      if (action === 'new-study') view.closeStudy()
      else if (action === 'palette') view.showSheet('palette')
      else if (action === 'shortcuts') view.showSheet('keys')
      else if (action === 'toggle-theme') toggleTheme()
      else if (action === 'projector') toggleProjector()
      else attempt(() => view.undo())
    }),
  ]
  attempt(async () => {
    await usePreferences.getState().load()
    await useConnection.getState().refresh()
    if (useConnection.getState().health.state === 'ready') await readEverything()
  })
  return () => {
    for (const stop of stops) stop()
  }
}

/** System → light → dark → system. */
export function toggleTheme(): void {
  const { theme, change } = usePreferences.getState()
  attempt(() => change({ theme: theme === 'system' ? 'light' : theme === 'light' ? 'dark' : 'system' }))
}

export function toggleProjector(): void {
  const { projector, change } = usePreferences.getState()
  attempt(() => change({ projector: !projector }))
}

async function readEverything(): Promise<void> {
  await Promise.all([
    useConnection.getState().refresh(),
    useCatalogue.getState().refresh(),
    useStudies.getState().refresh(),
    useRuns.getState().refresh(),
  ])
}
