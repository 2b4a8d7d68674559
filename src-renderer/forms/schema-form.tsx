/** Draws a registry entry's parameters as fields: number with range and unit, choice, switch, text; each with its default one press away, and what most never touch folded under headings. */
import { useId } from 'react'
import { IconButton } from '../ui/button'
import { Switch } from '../ui/switch'
import { NumberInput } from './number-input'
import { type FormField, type JsonSchema, type ParamValue, readFields } from './read-fields'
import styles from './schema-form.module.css'
import { type ParamValues, range, validateField } from './validate-fields'

export interface SchemaFormProps {
  /** JSON Schema of an object, as `MethodInfo.params` carries it. */
  readonly schema: JsonSchema
  /** What differs from the defaults; absent names show their default. */
  readonly values: ParamValues
  /** Receives the next overrides; a field set back to its default is left out. */
  readonly onChange: (values: ParamValues) => void
  /** Messages from elsewhere (the engine's answer), by field name; they come before the form's own. */
  readonly errors?: Readonly<Record<string, string>>
  /** Field names to leave out. */
  readonly omit?: readonly string[]
  /** Sentences to show under a field, by name: for "if this fails" checks. */
  readonly notes?: Readonly<Record<string, string>>
  readonly disabled?: boolean
}

export function SchemaForm({ schema, values, onChange, errors = {}, omit = [], notes = {}, disabled = false }: SchemaFormProps) {
  const fields = readFields(schema).filter((field) => !omit.includes(field.name))
  const set = (field: FormField, value: ParamValue): void => {
    const { [field.name]: _previous, ...rest } = values
    onChange(value === field.default ? rest : { ...rest, [field.name]: value })
  }
  const reset = (field: FormField): void => {
    const { [field.name]: _previous, ...rest } = values
    onChange(rest)
  }
  const errorOf = (field: FormField): string | null =>
    errors[field.name] ?? (field.name in values ? validateField(field, values[field.name]!) : null)
  const draw = (field: FormField) => (
    <Field
      key={field.name}
      field={field}
      value={values[field.name] ?? field.default}
      changed={field.name in values}
      error={errorOf(field)}
      note={notes[field.name] ?? null}
      disabled={disabled}
      onSet={(value) => set(field, value)}
      onReset={() => reset(field)}
    />
  )
  return (
    <div className={styles.form}>
      {fields.filter((field) => field.group === null).map(draw)}
      {groupsOf(fields).map(({ group, members }) => {
        const changed = members.filter((field) => field.name in values).length
        return (
          // A field at fault must not be folded away.
          <details key={group} className={styles.group} open={members.some((field) => errorOf(field) !== null) || undefined}>
            <summary className={styles.heading}>
              {group}
              {changed > 0 && <span className={styles.default}> {changed} changed</span>}
            </summary>
            {members.map(draw)}
          </details>
        )
      })}
    </div>
  )
}

function groupsOf(fields: readonly FormField[]): readonly { readonly group: string; readonly members: readonly FormField[] }[] {
  const groups = [...new Set(fields.flatMap(({ group }) => group ?? []))]
  return groups.map((group) => ({ group, members: fields.filter((field) => field.group === group) }))
}

interface FieldProps {
  readonly field: FormField
  readonly value: ParamValue | null
  readonly changed: boolean
  readonly error: string | null
  readonly note: string | null
  readonly disabled: boolean
  readonly onSet: (value: ParamValue) => void
  readonly onReset: () => void
}

function Field({ field, value, changed, error, note, disabled, onSet, onReset }: FieldProps) {
  const id = useId()
  const aboutId = `${id}-about`
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {field.title}
      </label>
      <div className={styles.control}>
        <Control id={id} aboutId={aboutId} field={field} value={value} invalid={error !== null} disabled={disabled} onSet={onSet} />
        <span className={styles.reset}>
          {changed && field.default !== null && (
            <IconButton
              icon="reset"
              label={`Reset ${field.title} to ${shown(field, field.default)}`}
              size="s"
              disabled={disabled}
              onClick={onReset}
            />
          )}
        </span>
      </div>
      <div className={styles.about} id={aboutId}>
        {error ? (
          <p className={styles.error} role="alert">
            {error}
          </p>
        ) : (
          (field.description || hasDefault(field)) && (
            <p>
              {field.description}
              {changed && hasDefault(field) && <span className={styles.default}> Default {shown(field, field.default)}.</span>}
            </p>
          )
        )}
        {note && <p className={styles.note}>{note}</p>}
      </div>
    </div>
  )
}

interface ControlProps {
  readonly id: string
  readonly aboutId: string
  readonly field: FormField
  readonly value: ParamValue | null
  readonly invalid: boolean
  readonly disabled: boolean
  readonly onSet: (value: ParamValue) => void
}

function Control({ id, aboutId, field, value, invalid, disabled, onSet }: ControlProps) {
  switch (field.kind) {
    case 'number':
      return (
        <NumberInput
          id={id}
          value={typeof value === 'number' ? value : Number.NaN}
          onChange={onSet}
          unit={field.unit}
          min={field.min}
          max={field.max}
          step={field.step ?? (field.integer ? 1 : null)}
          title={range(field).trim()}
          describedBy={aboutId}
          invalid={invalid}
          disabled={disabled}
        />
      )
    case 'choice':
      return (
        <select
          id={id}
          className={styles.select}
          value={String(value ?? '')}
          aria-describedby={aboutId}
          aria-invalid={invalid}
          disabled={disabled}
          onChange={(event) => onSet(event.target.value)}
        >
          {field.options.map((option) => (
            <option key={option} value={option}>
              {field.labels[option]}
            </option>
          ))}
        </select>
      )
    case 'switch':
      return <Switch id={id} checked={value === true} describedBy={aboutId} disabled={disabled} onChange={onSet} />
    case 'text':
      return (
        <input
          id={id}
          className={styles.text}
          type="text"
          value={String(value ?? '')}
          aria-describedby={aboutId}
          aria-invalid={invalid}
          disabled={disabled}
          onChange={(event) => onSet(event.target.value)}
        />
      )
  }
}

function hasDefault(field: FormField): boolean {
  return field.default !== null
}

function shown(field: FormField, value: ParamValue | null): string {
  if (field.kind === 'choice' && typeof value === 'string') return field.labels[value] ?? value
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
}
