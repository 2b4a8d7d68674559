/** Gates as the panel shows them: icons, groups and counts. */
import type { Gate, GateStage, GateState } from '@shared/domain/recipe'
import type { IconName } from '../../ui/icon'

export const gateIcons: Readonly<
  Record<GateState, { readonly icon: IconName; readonly tone: 'good' | 'warn' | 'bad' | 'muted'; readonly word: string }>
> = {
  pass: { icon: 'check', tone: 'good', word: 'passes' },
  warn: { icon: 'warn', tone: 'warn', word: 'to look at' },
  fail: { icon: 'alert', tone: 'bad', word: 'fails' },
  waits: { icon: 'wait', tone: 'muted', word: 'waits' },
}

const stages: readonly { readonly id: GateStage; readonly title: string }[] = [
  { id: 'data', title: 'Data' },
  { id: 'architecture', title: 'First architecture' },
  { id: 'evaluate', title: 'Evaluate' },
  { id: 'adaptation', title: 'Adaptation' },
]

export interface GateGroup {
  readonly id: GateStage
  readonly title: string
  readonly gates: readonly Gate[]
}

export function groupGates(gates: readonly Gate[]): readonly GateGroup[] {
  return stages
    .map((stage) => ({ ...stage, gates: gates.filter((gate) => gate.stage === stage.id) }))
    .filter((group) => group.gates.length > 0)
}

/** "5 of 22 gates pass". */
export function countGates(gates: readonly Gate[]): string {
  return `${gates.filter(({ state }) => state === 'pass').length} of ${gates.length} gates pass`
}

/** The worst state of a group: fail, warn, waits, pass. */
export function worstState(gates: readonly Gate[]): GateState {
  const order: readonly GateState[] = ['fail', 'warn', 'waits', 'pass']
  return order.find((state) => gates.some((gate) => gate.state === state)) ?? 'waits'
}
