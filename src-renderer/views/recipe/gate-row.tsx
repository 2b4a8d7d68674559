/** One gate: state, title and measured value; a press shows what was asked, what was found, and the one thing to do. */
import type { Gate } from '@shared/domain/recipe'
import { useId, useState } from 'react'
import { type Sheet, useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import styles from './gate-row.module.css'
import { gateIcons } from './gate-words'
import { takeRemedy } from './take-remedy'
import type { OpenRecipe } from './use-recipe'

/** Gates with more to show than a sentence. */
const evidenceSheets: Readonly<Record<string, { readonly sheet: Sheet; readonly label: string }>> = {
  'overfits-one-batch': { sheet: 'network', label: 'Show the diagnosis' },
  'gradients-flow': { sheet: 'network', label: 'Show the layers' },
  'capacity-helps': { sheet: 'network', label: 'Show the networks' },
  'curve-healthy': { sheet: 'evaluation', label: 'Show the curves' },
  'errors-scattered': { sheet: 'evaluation', label: 'Show the errors' },
  calibrated: { sheet: 'evaluation', label: 'Show the diagram' },
}

export function GateRow({ gate, open }: { readonly gate: Gate; readonly open: OpenRecipe }) {
  const [expanded, setExpanded] = useState(false)
  const showSheet = useView((state) => state.showSheet)
  const id = useId()
  const { icon, tone, word } = gateIcons[gate.state]
  const evidence = gate.state === 'waits' ? undefined : evidenceSheets[gate.id]
  return (
    <li className={styles.gate} data-state={gate.state}>
      <button type="button" className={styles.row} aria-expanded={expanded} aria-controls={id} onClick={() => setExpanded(!expanded)}>
        <Icon name={icon} tone={tone} label={word} />
        <span className={styles.title}>{gate.title}</span>
        <span className={styles.value} title={gate.value}>
          {gate.value}
        </span>
      </button>
      {expanded && (
        <div id={id} className={styles.detail}>
          <p className={styles.question}>{gate.question}</p>
          {gate.state !== 'waits' && <p>{gate.evidence}</p>}
          <p className={styles.expected}>
            Measured: {gate.measures}. Expected: {gate.expected}.
          </p>
          <div className={styles.actions}>
            {gate.remedy && (
              <Button size="s" variant={gate.state === 'fail' ? 'primary' : 'plain'} onClick={() => takeRemedy(gate.remedy!, open)}>
                {gate.remedy.label}
              </Button>
            )}
            {evidence && (
              <Button size="s" variant="quiet" onClick={() => showSheet(evidence.sheet)}>
                {evidence.label}
              </Button>
            )}
          </div>
        </div>
      )}
    </li>
  )
}
