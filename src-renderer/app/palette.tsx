/** Ctrl K: every stage, run, method and action by name, with its key and its command line. */
import { type KeyboardEvent, useId, useState } from 'react'
import { type Command, listCommands, useCommands } from '../stores/commands'
import { useView } from '../stores/view'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { Kbd } from '../ui/kbd'
import { attempt } from './attempt'
import styles from './palette.module.css'
import { searchCommands } from './search-commands'
import { host } from './services'

export function Palette() {
  const owned = useCommands((state) => state.owned)
  const showSheet = useView((state) => state.showSheet)
  const [query, setQuery] = useState('')
  const [cursor, setCursor] = useState(0)
  const [copied, setCopied] = useState<string | null>(null)
  const id = useId()
  const found = searchCommands(
    listCommands(owned).filter((command) => command.id !== 'palette'),
    query,
  )
  const at = Math.min(cursor, found.length - 1)
  const current = found[at]

  const run = (command: Command): void => {
    if (command.blocked) return
    showSheet(null)
    command.run()
  }
  const copy = (command: Command): void => {
    if (!command.cli) return
    const { cli } = command
    attempt(() => host.call('host.copyText', { text: cli }))
    setCopied(command.id)
  }
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(found.length - 1, to))
    setCursor(next)
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const field = event.currentTarget
    const selecting = field.selectionStart !== field.selectionEnd
    if (event.key === 'ArrowDown') move(at + 1)
    else if (event.key === 'ArrowUp') move(at - 1)
    else if (event.key === 'PageDown') move(at + 8)
    else if (event.key === 'PageUp') move(at - 8)
    else if (event.key === 'Enter' && current) run(current)
    else if (event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey) && !selecting && current) copy(current)
    else return
    event.preventDefault()
  }

  return (
    <Dialog title="Search or run a command" shape="palette" bare onClose={() => showSheet(null)}>
      <div className={styles.search}>
        <Icon name="search" tone="muted" />
        <input
          className={styles.field}
          autoFocus
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? `${id}-${at}` : undefined}
          aria-label="Search or run a command"
          placeholder="Stages, runs, methods, actions"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setCursor(0)
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd keys="Esc" />
      </div>
      <div className={styles.list} id={`${id}-list`} role="listbox" aria-label="Commands">
        {found.length === 0 && <p className={styles.none}>Nothing is called "{query}". Try a stage, a method or a verb.</p>}
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps focus and points here
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox handles the keys
          <div
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            className={styles.option}
            aria-selected={index === at}
            aria-disabled={command.blocked ? true : undefined}
            onMouseMove={() => setCursor(index)}
            onClick={() => run(command)}
          >
            <span className={styles.label}>{command.label}</span>
            <small className={styles.group}>{command.blocked || command.group}</small>
            <span className={styles.keys}>{command.keys && <Kbd keys={command.keys} />}</span>
            {command.cli && index === at && (
              <code className={styles.cli}>
                <span>{command.cli}</span>
                <small>{copied === command.id ? 'Copied' : 'Ctrl C copies'}</small>
              </code>
            )}
          </div>
        ))}
      </div>
    </Dialog>
  )
}
