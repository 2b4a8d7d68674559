/** What a stream or a sweep is asked for with. */
import type { StreamPlan } from '@shared/domain/stream'
import { type ReactNode, useId } from 'react'
import { tryAction } from '../../app/attempt'
import { host } from '../../app/services'
import { NumberInput } from '../../forms/number-input'
import { noAdaptation, useAdaptation } from '../../stores/adaptation'
import type { StreamKind } from '../../stores/streams'
import { Button } from '../../ui/button'
import { folderName } from '../../ui/format'
import { Switch } from '../../ui/switch'
import styles from './streams-sheet.module.css'

export interface StreamAsk extends Pick<StreamPlan, 'method' | 'protocol' | 'order' | 'batch'> {
  /** Null: the source's test images. */
  readonly data: string | null
  readonly keep: boolean
  /** Of a sweep: this many, from 0 on. */
  readonly seeds: number
}

export const defaultAsk: StreamAsk = { method: 'tent', protocol: 'online', order: 'shuffled', batch: 64, data: null, keep: false, seeds: 1 }

const protocols: Readonly<Record<StreamPlan['protocol'], string>> = {
  online: 'Online: reset where the shift changes',
  episodic: 'Episodic: reset before every batch',
  continual: 'Continual: never reset',
  mixed: 'Mixed: all shifts in every batch',
  correlated: 'Correlated: runs of one class',
  gradual: 'Gradual: severity climbs and falls',
}

const orders: Readonly<Record<StreamPlan['order'], string>> = {
  shuffled: 'Shuffled',
  file: 'In the order of the files',
  subfolders: 'By subfolder: each is a shift',
}

export interface StreamFormProps {
  readonly kind: StreamKind
  readonly ask: StreamAsk
  readonly onChange: (ask: StreamAsk) => void
}

export function StreamForm({ kind, ask, onChange }: StreamFormProps) {
  const methods = useAdaptation((state) => state.methods)
  const change = (patch: Partial<StreamAsk>): void => onChange({ ...ask, ...patch })
  const choose = async (): Promise<void> => {
    const data = await tryAction(() => host.call('host.chooseFolder', { title: 'Choose a folder of images to stream' }))
    if (data) change({ data })
  }
  return (
    <div className={styles.form}>
      <Field label="Method">
        {(id) => (
          <select id={id} className={styles.select} value={ask.method} onChange={(event) => change({ method: event.target.value })}>
            {methods
              .filter((method) => method.id !== noAdaptation)
              .map((method) => (
                <option key={method.id} value={method.id}>
                  {method.label}
                </option>
              ))}
          </select>
        )}
      </Field>
      <Field label="Images" wide>
        {(id) => (
          <span className={styles.images} title={ask.data ?? undefined}>
            <output id={id}>{ask.data === null ? 'Source test images' : folderName(ask.data)}</output>
            {ask.data !== null && (
              <Button size="s" variant="quiet" onClick={() => change({ data: null, order: 'shuffled' })}>
                Source test images instead
              </Button>
            )}
            <Button size="s" onClick={() => void choose()}>
              Choose folder…
            </Button>
          </span>
        )}
      </Field>
      {kind === 'sweep' ? (
        <NumberField label="Seeds" unit="a cell" value={ask.seeds} max={10} onChange={(seeds) => change({ seeds })} />
      ) : (
        <>
          {ask.data !== null && (
            <Field label="Order">
              {(id) => <Choice id={id} options={orders} value={ask.order} onChange={(order) => change({ order })} />}
            </Field>
          )}
          <Field label="Protocol" wide>
            {(id) => <Choice id={id} options={protocols} value={ask.protocol} onChange={(protocol) => change({ protocol })} />}
          </Field>
          <NumberField label="Batch" unit="images" value={ask.batch} max={1024} onChange={(batch) => change({ batch })} />
          <Field label="Keep the adapted model">
            {(id) => <Switch id={id} checked={ask.keep} onChange={(keep) => change({ keep })} />}
          </Field>
        </>
      )}
    </div>
  )
}

interface FieldProps {
  readonly label: string
  /** Over both columns. */
  readonly wide?: boolean
  readonly children: (id: string) => ReactNode
}

function Field({ label, wide = false, children }: FieldProps) {
  const id = useId()
  return (
    <div className={wide ? `${styles.field} ${styles.wide}` : styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly unit: string
  readonly value: number
  readonly max: number
  readonly onChange: (value: number) => void
}

function NumberField({ label, ...input }: NumberFieldProps) {
  return <Field label={label}>{(id) => <NumberInput id={id} min={1} step={1} {...input} />}</Field>
}

interface ChoiceProps<T extends string> {
  readonly id: string
  readonly options: Readonly<Record<T, string>>
  readonly value: T
  readonly onChange: (value: T) => void
}

function Choice<T extends string>({ id, options, value, onChange }: ChoiceProps<T>) {
  return (
    <select id={id} className={styles.select} value={value} onChange={(event) => onChange(event.target.value as T)}>
      {(Object.entries(options) as [T, string][]).map(([one, label]) => (
        <option key={one} value={one}>
          {label}
        </option>
      ))}
    </select>
  )
}
