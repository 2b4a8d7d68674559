/** A change of the run form put into effect. */
import type { RunRequest } from './run'
import type { RunChange } from './run-change'

/** Settings are added to those that are there; everything else replaces. */
export function applyRunChange(request: RunRequest, change: RunChange): RunRequest {
  const { settings = {}, ...fields } = change
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  return { ...request, ...given, settings: { ...request.settings, ...settings } }
}

/** Both changes, the later one deciding. */
export function joinRunChanges(first: RunChange, second: RunChange): RunChange {
  return { ...first, ...second, settings: { ...first.settings, ...second.settings } }
}
