/** The recipe beside the screen: a panel of gates, or a rail of their states where the screen needs the room. */
import { useEffect, useState } from 'react'
import { attempt } from '../../app/attempt'
import { regionProps } from '../../app/regions'
import { useScreenCommands } from '../../stores/commands'
import { useRecipes } from '../../stores/recipe'
import { useRuns } from '../../stores/runs'
import { useView } from '../../stores/view'
import { Button, IconButton } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Notice } from '../../ui/notice'
import { ProgressBar } from '../../ui/progress-bar'
import { GateRow } from './gate-row'
import { countGates, type GateGroup, gateIcons, groupGates, worstState } from './gate-words'
import styles from './recipe-panel.module.css'
import { type OpenRecipe, useOpenRecipe, useRecipeLooks } from './use-recipe'

/** From here on there is room for the panel beside every screen, in px. */
const roomy = 1600

export function RecipePanel() {
  useRecipeLooks()
  const open = useOpenRecipe()
  const stage = useView((state) => state.stage)
  const focusRunId = useView((state) => state.focusRunId)
  const showSheet = useView((state) => state.showSheet)
  const chosen = useRecipes((state) => state.open)
  const setOpen = useRecipes((state) => state.setOpen)
  const wide = useWide()
  // A report needs the width for its intervals.
  const reported = useRuns(({ results }) => focusRunId !== null && results[focusRunId] !== undefined)
  const shown = chosen ?? (wide || stage === 'data' || (stage === 'train' && !reported))
  useScreenCommands('recipe', [
    {
      id: 'recipe-toggle',
      label: shown ? 'Fold the recipe to a rail' : 'Open the recipe',
      group: 'Window',
      keys: 'R',
      run: () => setOpen(!shown),
    },
    {
      id: 'recipe-measure',
      label: 'Measure the network',
      group: 'Actions',
      cli: 'npm run -s lab -- recipe --study DIR',
      blocked: open?.look ? null : 'Both folders must be imported first',
      run: () => {
        if (open?.look) measure(open)
      },
    },
    { id: 'recipe-regularise', label: 'Regularise: what each switch gains', group: 'Actions', run: () => showSheet('regularise') },
    { id: 'recipe-refine', label: 'Refine: rates, schedules, search', group: 'Actions', run: () => showSheet('refine') },
  ])
  if (!open) return null
  return shown ? <Panel open={open} onFold={() => setOpen(false)} /> : <Rail open={open} onOpen={() => setOpen(true)} />
}

function measure({ look }: OpenRecipe): void {
  if (look) attempt(() => useRecipes.getState().measure(look))
}

function Panel({ open, onFold }: { readonly open: OpenRecipe; readonly onFold: () => void }) {
  const { study, look } = open
  const state = useRecipes(({ looks }) => looks[study.id] ?? null)
  const showSheet = useView(({ showSheet: show }) => show)
  const gates = state?.report?.gates ?? []
  const passed = gates.filter((gate) => gate.state === 'pass').length
  return (
    <aside className={styles.panel} aria-label="Recipe" {...regionProps}>
      <header className={styles.head}>
        <h2 className={styles.title}>Recipe</h2>
        <small className={styles.count}>{gates.length > 0 ? countGates(gates) : look ? 'being judged' : 'waits for both folders'}</small>
        <IconButton icon="right" size="s" label="Fold the recipe to a rail (R)" onClick={onFold} />
      </header>
      <div className={styles.bar}>
        <i style={{ width: gates.length > 0 ? `${(100 * passed) / gates.length}%` : 0 }} />
      </div>
      {state?.failure && (
        <Notice
          tone="warn"
          message={state.failure.message}
          hint={state.failure.hint}
          actions={
            look && (
              <Button size="s" onClick={() => void useRecipes.getState().look(look)}>
                Judge again
              </Button>
            )
          }
        />
      )}
      {state?.status === 'measuring' && <Measuring studyId={study.id} />}
      <div className={styles.list}>
        {gates.length === 0 ? (
          <p className={styles.empty}>
            {look
              ? 'The data are being looked at.'
              : 'Good practice as gates: data, first network, curves, adaptation. They are measured as soon as both folders are in.'}
          </p>
        ) : (
          groupGates(gates).map((group) => <Group key={group.id} group={group} open={open} measuring={state?.status === 'measuring'} />)
        )}
      </div>
      <footer className={styles.foot}>
        <Button size="s" blocked={look ? null : 'Both folders must be imported first'} onClick={() => showSheet('regularise')}>
          Regularise…
        </Button>
        <Button size="s" blocked={look ? null : 'Both folders must be imported first'} onClick={() => showSheet('refine')}>
          Refine…
        </Button>
      </footer>
      <p className={styles.note}>Gates are measured, never ticked by hand. A gate that cannot be measured yet says what it waits for.</p>
    </aside>
  )
}

function Group({ group, open, measuring }: { readonly group: GateGroup; readonly open: OpenRecipe; readonly measuring: boolean }) {
  const waitsForMeasure = group.id === 'architecture' && group.gates.some((gate) => gate.remedy?.does.kind === 'measure')
  return (
    <section className={styles.group} aria-label={group.title}>
      <h3 className={styles.groupTitle}>
        {group.title}
        {waitsForMeasure && !measuring && (
          <Button
            size="s"
            variant="quiet"
            icon="play"
            title="A few short trainings with fresh networks, in seconds"
            onClick={() => measure(open)}
          >
            Measure
          </Button>
        )}
      </h3>
      <ul>
        {group.gates.map((gate) => (
          <GateRow key={gate.id} gate={gate} open={open} />
        ))}
      </ul>
    </section>
  )
}

function Measuring({ studyId }: { readonly studyId: string }) {
  const progress = useRecipes((state) => state.progress)
  return (
    <div className={styles.measuring} role="status">
      <span>{progress ? `Measuring ${progress.part}` : 'Measuring'}</span>
      <Button size="s" variant="quiet" onClick={() => useRecipes.getState().stop(studyId)}>
        Stop
      </Button>
      <ProgressBar value={progress ? progress.done / progress.total : null} label="Part of the checks done" />
    </div>
  )
}

/** One mark a gate, grouped; a press opens the panel. */
function Rail({ open: { study }, onOpen }: { readonly open: OpenRecipe; readonly onOpen: () => void }) {
  const gates = useRecipes(({ looks }) => looks[study.id]?.report?.gates) ?? []
  return (
    <aside className={styles.rail} aria-label="Recipe" {...regionProps}>
      <button
        type="button"
        className={styles.open}
        onClick={onOpen}
        title={`Open the recipe (R): ${gates.length > 0 ? countGates(gates) : 'not judged yet'}`}
      >
        <b className={styles.railCount}>
          {gates.filter(({ state }) => state === 'pass').length}
          <small>/{gates.length}</small>
        </b>
        {groupGates(gates).map((group) => (
          <span key={group.id} className={styles.railGroup} title={`${group.title}: ${gateIcons[worstState(group.gates)].word}`}>
            {group.gates.map(({ id, state, title, value }) => (
              <span key={id} title={`${title}: ${value}`}>
                <Icon name={gateIcons[state].icon} tone={gateIcons[state].tone} label={`${title} ${gateIcons[state].word}`} />
              </span>
            ))}
          </span>
        ))}
      </button>
    </aside>
  )
}

function useWide(): boolean {
  const [wide, setWide] = useState(() => window.innerWidth >= roomy)
  useEffect(() => {
    const onResize = (): void => setWide(window.innerWidth >= roomy)
    window.addEventListener('resize', onResize)
    return () => window.removeEventListener('resize', onResize)
  }, [])
  return wide
}
