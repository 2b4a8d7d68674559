/** The commands that are always there: stages, sheets, undo, theme, studies, runs and methods. */

import type { DomainSource } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { useCatalogue, useMethodLabel } from '../stores/catalogue'
import type { Command } from '../stores/commands'
import { useScreenCommands } from '../stores/commands'
import { useConnection } from '../stores/connection'
import { canResume, describeRun } from '../stores/describe-run'
import { usePreferences } from '../stores/preferences'
import { useRuns } from '../stores/runs'
import { useStudies } from '../stores/studies'
import { type Stage, useView } from '../stores/view'
import { openRun, tryTheDigits } from './actions'
import { attempt } from './attempt'
import { host } from './services'
import { toggleProjector, toggleTheme } from './start-stores'

export const stages: readonly { readonly id: Exclude<Stage, 'start'>; readonly label: string }[] = [
  { id: 'data', label: 'Data' },
  { id: 'shift', label: 'Shift' },
  { id: 'train', label: 'Train' },
  { id: 'alignment', label: 'Alignment' },
  { id: 'compare', label: 'Compare' },
  { id: 'reduce', label: 'Reduce' },
  { id: 'export', label: 'Export' },
]

export function useShellCommands(): void {
  const view = useView()
  const runs = useRuns((state) => state.runs)
  const studies = useStudies((state) => state.studies)
  const methods = useCatalogue((state) => state.methods)
  const preferences = usePreferences()
  const labelOf = useMethodLabel()
  const study = studies.find((one) => one.id === view.studyId) ?? null
  const noStudy = view.studyId ? null : 'Open a study first'

  const commands: Command[] = [
    ...stages.map(
      (stage, index): Command => ({
        id: `stage-${stage.id}`,
        label: `Go to ${stage.label}`,
        group: 'Stages',
        keys: String(index + 1),
        blocked: noStudy,
        run: () => view.goTo(stage.id),
      }),
    ),
    { id: 'start', label: 'Go to Start', group: 'Stages', run: () => view.closeStudy() },
    { id: 'palette', label: 'Search or run a command', group: 'Window', keys: 'Ctrl K', run: () => view.showSheet('palette') },
    { id: 'runs', label: 'Show runs', group: 'Window', keys: 'J', run: () => view.showSheet('runs') },
    { id: 'ledger', label: 'Show the ledger', group: 'Window', run: () => view.showSheet('ledger') },
    { id: 'keys', label: 'Show the keys of this screen', group: 'Window', keys: '?', run: () => view.showSheet('keys') },
    {
      id: 'undo',
      label: view.undoStack.length > 0 ? `Undo: ${view.undoStack.at(-1)!.label}` : 'Undo',
      group: 'Window',
      keys: 'Ctrl Z',
      blocked: view.undoStack.length > 0 ? null : 'Nothing to undo',
      run: () => attempt(() => view.undo()),
    },
    { id: 'theme', label: `Change the theme (now ${preferences.theme})`, group: 'Window', run: toggleTheme },
    {
      id: 'projector',
      label: preferences.projector ? 'Leave projector mode' : 'Projector mode',
      group: 'Window',
      keys: 'P',
      run: toggleProjector,
    },
    {
      id: 'single-keys',
      label: preferences.singleKeys ? 'Switch single keys off' : 'Switch single keys on',
      group: 'Window',
      run: () => attempt(() => preferences.change({ singleKeys: !preferences.singleKeys })),
    },
    { id: 'restart-engine', label: 'Restart the engine', group: 'Window', run: () => attempt(() => useConnection.getState().restart()) },
    {
      id: 'demo',
      label: 'Try the digits',
      group: 'Studies',
      cli: 'npm run -s lab -- run --pair digits-textured --method dann --seeds 0 --epochs 10 --out digits',
      run: () => attempt(tryTheDigits),
    },
    ...studies.map(
      (study): Command => ({ id: `study-${study.id}`, label: `Open ${study.name}`, group: 'Studies', run: () => view.openStudy(study.id) }),
    ),
    ...runs.slice(0, 20).map(
      (run): Command => ({
        id: `run-${run.id}`,
        label: `Open ${run.name} (${describeRun(run, labelOf)})`,
        group: 'Runs',
        cli: `npm run -s lab -- ${canResume(run.status) ? 'resume' : 'embed'} --run ${quote(run.folder)}`,
        run: () => openRun(run.id),
      }),
    ),
    ...methods.map((method): Command => {
      const cli = `npm run -s lab -- run ${describeSides(study)} --method ${method.id} --out ${method.id}`
      return {
        id: `method-${method.id}`,
        label: `Copy the command line of ${method.label}`,
        group: 'Methods',
        cli,
        run: () =>
          attempt(async () => {
            await host.call('host.copyText', { text: cli })
            view.notify({ tone: 'good', text: `Copied the command line of ${method.label}.` })
          }),
      }
    }),
  ]
  useScreenCommands('shell', commands)
}

/** The open study's domains as flags; placeholders where nothing is chosen. */
function describeSides(study: Study | null): string {
  const { source, target } = study?.data ?? {}
  if (source?.kind === 'built-in') return `--pair ${source.pair}`
  const path = (side: DomainSource | null | undefined): string => (side?.kind === 'folder' ? quote(side.path) : 'DIR')
  return `--source ${path(source)} --target ${path(target)}`
}

/** For a POSIX shell. */
function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
