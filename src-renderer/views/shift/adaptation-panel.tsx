/** Test-time adaptation under the read-outs: a method answers the shifted images batch by batch, beside the source model left alone. */
import { useEffect } from 'react'
import { attempt } from '../../app/attempt'
import { noAdaptation, useAdaptation } from '../../stores/adaptation'
import { methodLabel } from '../../stores/catalogue'
import { Button, IconButton } from '../../ui/button'
import { Panel } from '../../ui/panel'
import styles from './adaptation-panel.module.css'
import { describeSteps, meanErrors } from './adaptation-words'
import { ErrorLines } from './error-lines'
import { LayerLines } from './layer-lines'

export interface AdaptationPanelProps {
  readonly sceneId: string
  /** Opens the sheet of whole streams. */
  readonly onStreams: () => void
}

export function AdaptationPanel({ sceneId, onStreams }: AdaptationPanelProps) {
  const { methods, method, playing, stream, steps, failure, loadMethods, choose, attach, play, pause } = useAdaptation()
  useEffect(() => attempt(loadMethods), [loadMethods])
  useEffect(() => {
    attach(sceneId)
    return () => attach(null)
  }, [attach, sceneId])
  const off = method === noAdaptation
  const last = steps.at(-1)
  return (
    <Panel
      title="Test-time adaptation"
      className={styles.panel}
      scroll
      actions={
        <IconButton
          icon={playing ? 'pause' : 'play'}
          label={playing ? 'Pause adapting' : 'Play: adapt to the shifted images'}
          size="s"
          blocked={off ? 'Choose a method first' : null}
          onClick={() => (playing ? pause() : attempt(play))}
        />
      }
    >
      <div className={styles.choice}>
        <select className={styles.select} aria-label="Adaptation method" value={method} onChange={(event) => choose(event.target.value)}>
          {methods.length === 0 && <option value={noAdaptation}>Source model</option>}
          {methods.map(({ id, label }) => (
            <option key={id} value={id}>
              {id === noAdaptation ? `${label} (off)` : label}
            </option>
          ))}
        </select>
        <Button size="s" title="Whole streams, your own folders, and where a method breaks (W)" onClick={onStreams}>
          Streams…
        </Button>
      </div>
      {failure && (
        <p className={styles.failure} role="alert">
          <b>{failure.message}</b> {failure.hint}
        </p>
      )}
      {last && stream ? (
        <Answers name={methodLabel(methods, method)} />
      ) : (
        !failure && (
          <p className={styles.words}>
            {off
              ? 'Nothing adapts. Choose a method to let the model learn from the shifted images, without labels.'
              : playing
                ? 'A copy of the model is being opened.'
                : 'Press Play: each batch is predicted, then learnt from. The sliders may move meanwhile.'}
          </p>
        )
      )}
    </Panel>
  )
}

function Answers({ name }: { readonly name: string }) {
  const { stream, steps, reset } = useAdaptation()
  const { adapted, source } = meanErrors(steps)
  const last = steps.at(-1)
  const lines = [
    { id: 'adapted', name, value: adapted },
    { id: 'source', name: 'Source model', value: source },
  ]
  const pct = (value: number | null): string => (value === null ? 'sealed' : `${value.toFixed(1)} %`)
  return (
    <>
      <ErrorLines
        steps={steps}
        description={`Error of the last ${steps.length} batches: ${lines.map((one) => `${one.name} ${pct(one.value)}`).join(', ')}`}
      />
      <dl className={styles.key} title={`Mean error over the last ${steps.length} batches`}>
        {lines.map((one) => (
          <div key={one.id}>
            <dt data-line={one.id}>{one.name}, error</dt>
            <dd>{pct(one.value)}</dd>
          </div>
        ))}
      </dl>
      <Button size="s" icon="reset" onClick={() => attempt(reset)}>
        Back to the source model
      </Button>
      {last?.notes.map((note) => (
        <p key={note} className={styles.note} data-collapse={last.event === 'collapse' || undefined} role="status">
          {note}
        </p>
      ))}
      <LayerLines title="Learnt by layer" unit="%" figure="parameterPct" steps={steps} />
      <LayerLines title="Statistics by layer" unit="σ" figure="statistics" steps={steps} />
      <p className={styles.words}>{describeSteps(steps, stream?.batch ?? 0)}</p>
    </>
  )
}
