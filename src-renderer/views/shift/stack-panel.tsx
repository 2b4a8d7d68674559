/** The stack of shifts: presets, one slider a shift in the order of application, and the shifts that can be added. */
import { maxSeverity, type ShiftInfo } from '@shared/domain/shift'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { useShift } from '../../stores/shift'
import { fromStack, type StackItem, withAdded, withMoved, withRemoved, withSeverityOf } from '../../stores/shift-stack'
import { Button, IconButton } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Panel } from '../../ui/panel'
import { amountText, shiftTitle } from './shift-words'
import styles from './stack-panel.module.css'

export function StackPanel() {
  const { catalogue, items, severity, setSliders } = useShift()
  const [dragged, setDragged] = useState<number | null>(null)
  const sliders = { items, severity }
  const infoOf = (kind: string): ShiftInfo | undefined => catalogue?.shifts.find((one) => one.id === kind)
  const move = (id: number, place: number): void => setSliders(withMoved(sliders, id, place))
  return (
    <Panel title="Shifts" subtitle="applied top to bottom" scroll className={styles.panel}>
      <fieldset className={styles.presets}>
        <legend>Presets</legend>
        {catalogue?.presets.map((preset) => (
          <Button key={preset.id} size="s" title={preset.summary} onClick={() => setSliders(fromStack(preset.shifts))}>
            {preset.label}
          </Button>
        ))}
      </fieldset>
      <ol className={styles.stack}>
        {items.map((item, place) => {
          const info = infoOf(item.kind)
          return info ? (
            <ShiftSlider
              key={item.id}
              {...{ item, info }}
              severity={item.weight * severity}
              onSeverity={(value) => setSliders(withSeverityOf(sliders, item.id, value))}
              onMove={(by) => move(item.id, place + by)}
              onRemove={() => setSliders(withRemoved(sliders, item.id))}
              onDragStart={() => setDragged(item.id)}
              onDrop={() => {
                if (dragged !== null) move(dragged, place)
                setDragged(null)
              }}
            />
          ) : null
        })}
      </ol>
      {items.length === 0 && <p className={styles.note}>No shift yet. Choose a preset, or add one below.</p>}
      <p className={styles.note}>Ticks: the five levels of ImageNet-C, where it defines them.</p>
      <h3 className={styles.section}>Add a shift</h3>
      <div className={styles.more}>
        {catalogue?.shifts
          .filter((info) => !items.some((item) => item.kind === info.id))
          .map((info) => (
            <button
              key={info.id}
              type="button"
              className={styles.add}
              title={shiftTitle(info)}
              onClick={() => setSliders(withAdded(sliders, info.id))}
            >
              {info.label}
              <Icon name="plus" tone="muted" />
            </button>
          ))}
      </div>
    </Panel>
  )
}

interface ShiftSliderProps {
  readonly item: StackItem
  readonly info: ShiftInfo
  readonly severity: number
  readonly onSeverity: (severity: number) => void
  readonly onMove: (by: number) => void
  readonly onRemove: () => void
  readonly onDragStart: () => void
  readonly onDrop: () => void
}

function ShiftSlider({ info, severity, onSeverity, onMove, onRemove, onDragStart, onDrop }: ShiftSliderProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    event.stopPropagation()
    onMove(event.key === 'ArrowUp' ? -1 : 1)
  }
  const text = amountText(info, severity)
  return (
    <li
      className={styles.shift}
      onDragOver={(event: DragEvent) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        onDrop()
      }}
    >
      <div className={styles.row}>
        <button
          type="button"
          className={styles.grip}
          draggable
          aria-label={`Move ${info.label.toLowerCase()}`}
          title="Drag, or ↑ ↓, to change the order"
          onDragStart={onDragStart}
          onKeyDown={onKeyDown}
        >
          <Icon name="grip" tone="muted" />
        </button>
        <b title={shiftTitle(info)}>{info.label}</b>
        <output>{text}</output>
        <IconButton icon="close" size="s" label={`Remove ${info.label.toLowerCase()}`} onClick={onRemove} />
      </div>
      <input
        type="range"
        className={styles.range}
        aria-label={info.label}
        aria-valuetext={`severity ${severity.toFixed(1)} of 5, ${text}`}
        min={0}
        max={maxSeverity}
        step={0.05}
        value={severity}
        style={{ '--filled': `${(100 * severity) / maxSeverity}%` } as React.CSSProperties}
        onChange={(event) => onSeverity(event.target.valueAsNumber)}
      />
      <div className={styles.ticks} aria-hidden="true">
        {info.levels === 'imagenet-c' &&
          [1, 2, 3, 4, 5].map((level) => <i key={level} style={{ left: `${(100 * level) / maxSeverity}%` }} />)}
      </div>
    </li>
  )
}
