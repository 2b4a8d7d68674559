/** The arithmetic of the shift sliders: shifts in order, each a share of one master severity, so that one handle moves them all. */
import { maxSeverity, type ShiftStack } from '@shared/domain/shift'

export interface StackItem {
  /** Tells two shifts of one kind apart. */
  readonly id: number
  readonly kind: string
  /** Share of the master severity, in [0,1]; the strongest shift has 1. */
  readonly weight: number
}

export interface SliderState {
  readonly items: readonly StackItem[]
  /** Of the strongest shift, in [0,5]. */
  readonly severity: number
}

/** A shift that is added to nothing starts here, so that something shows. */
const firstSeverity = 2

/** Severities as they are applied, to a hundredth. */
export function stackAt(items: readonly StackItem[], severity: number): ShiftStack {
  return items.map(({ kind, weight }) => ({ kind, severity: Math.round(100 * weight * severity) / 100 }))
}

/** Moves one slider: the master follows the strongest, the other sliders stay where they are. */
export function withSeverityOf({ items, severity }: SliderState, id: number, value: number): SliderState {
  const severities = items.map((item) => (item.id === id ? clamp(value) : item.weight * severity))
  return fromSeverities(items, severities)
}

export function withMaster(state: SliderState, severity: number): SliderState {
  return { ...state, severity: clamp(severity) }
}

export function withAdded({ items, severity }: SliderState, kind: string): SliderState {
  const added: StackItem = { id: nextId(items), kind, weight: 1 }
  return fromSeverities([...items, added], [...items.map((item) => item.weight * severity), severity > 0 ? severity : firstSeverity])
}

export function withRemoved({ items, severity }: SliderState, id: number): SliderState {
  const left = items.filter((item) => item.id !== id)
  return left.length === 0
    ? { items: [], severity: 0 }
    : fromSeverities(
        left,
        left.map((item) => item.weight * severity),
      )
}

/** Moves a shift to another place in the order; places beyond the ends are the ends. */
export function withMoved(state: SliderState, id: number, place: number): SliderState {
  const moved = state.items.find((item) => item.id === id)
  if (!moved) return state
  const others = state.items.filter((item) => item !== moved)
  return { ...state, items: [...others.slice(0, Math.max(0, place)), moved, ...others.slice(Math.max(0, place))] }
}

export function fromStack(stack: ShiftStack): SliderState {
  const items = stack.map(({ kind }, id) => ({ id, kind, weight: 1 }))
  return fromSeverities(
    items,
    stack.map(({ severity }) => severity),
  )
}

/** At the master's zero all shares stay as they were, so that the next pull of the handle finds them. */
function fromSeverities(items: readonly StackItem[], severities: readonly number[]): SliderState {
  const severity = Math.max(0, ...severities)
  if (severity === 0) return { items, severity }
  return { severity, items: items.map((item, at) => ({ ...item, weight: (severities[at] as number) / severity })) }
}

const clamp = (value: number): number => Math.min(maxSeverity, Math.max(0, value))
const nextId = (items: readonly StackItem[]): number => 1 + Math.max(-1, ...items.map((item) => item.id))
