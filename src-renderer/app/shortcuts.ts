/** Keys to commands: reads key presses the way the palette prints them and runs what they stand for. */
import { useEffect } from 'react'
import { type Command, listCommands, useCommands } from '../stores/commands'
import { usePreferences } from '../stores/preferences'

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

const names: Readonly<Record<string, string>> = {
  ' ': 'Space',
  Escape: 'Esc',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
}

/** "Ctrl K", "Shift ←", "J", "?": as commands declare their keys. ⌘ reads as Ctrl; Shift is left out where it only makes the character. */
export function readKeys(press: KeyPress): string {
  const named = names[press.key] ?? press.key
  const isCharacter = press.key.length === 1 && named === press.key
  const parts = [
    press.ctrlKey || press.metaKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey && (!isCharacter || /[a-z]/i.test(named)) ? 'Shift' : '',
    isCharacter ? named.toUpperCase() : named,
  ]
  return parts.filter(Boolean).join(' ')
}

export interface KeyState {
  /** Focus is in a field that takes text. */
  readonly typing: boolean
  /** What has the focus: a button answers Space and Enter itself, a slider the arrows, a choice among several all of them. */
  readonly focus: 'none' | 'button' | 'slider' | 'choice'
  /** A modal dialog is open: it has its own keys. */
  readonly modal: boolean
  readonly singleKeys: boolean
}

const ownKeys: Readonly<Record<KeyState['focus'], RegExp>> = {
  none: /^$/,
  button: /^(Space|Enter)$/,
  slider: /^(Shift )?[←→↑↓]$/,
  choice: /^(Space|Enter|(Shift )?[←→↑↓])$/,
}

/** The command a key press stands for now; single keys need their switch on and no field in focus. */
export function findCommand(press: KeyPress, commands: readonly Command[], state: KeyState): Command | null {
  const keys = readKeys(press)
  const chord = keys.startsWith('Ctrl ') || keys.startsWith('Alt ')
  if (!chord && (state.typing || !state.singleKeys || ownKeys[state.focus].test(keys))) return null
  // In a field Ctrl Z takes back typing; in a dialog it is the one command that goes through.
  if (keys === 'Ctrl Z' ? state.typing : state.modal) return null
  return commands.find((command) => command.keys?.split(' / ').includes(keys) && !command.blocked) ?? null
}

/** Listens for the whole window. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const command = findCommand(event, listCommands(useCommands.getState().owned), {
        typing: takesText(event.target),
        focus: focusOf(event.target),
        modal: document.querySelector('dialog[open]') !== null,
        singleKeys: usePreferences.getState().singleKeys,
      })
      if (!command) return
      event.preventDefault()
      command.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

function focusOf(target: EventTarget | null): KeyState['focus'] {
  if (!(target instanceof Element)) return 'none'
  if (target.closest('input[type=range], [role=slider]')) return 'slider'
  if (target.closest('input[type=radio], [role=tab], [role=option], [role=radio]')) return 'choice'
  return target.closest('button, a[href], summary, input[type=checkbox], [role=button]') ? 'button' : 'none'
}
