/** Gates that pass on what the look at the data has found. */
import type { Finding, FindingCode } from '@shared/domain/inspection'
import type { GateDefinition, Verdict } from '../gate'
import { waits } from '../gate'

export interface FindingsGate extends Omit<GateDefinition, 'judge' | 'stage'> {
  readonly codes: readonly FindingCode[]
  /** Said when none of them was found. */
  readonly clear: string
}

/** Fails on an alarm, warns on something to look at. */
export function findingsGate({ codes, clear, ...texts }: FindingsGate): GateDefinition {
  return {
    ...texts,
    stage: 'data',
    judge({ data }) {
      if (!data) return waits('after both imports')
      const found = data.inspection.findings.filter(({ code, severity }) => codes.includes(code) && severity !== 'fine')
      const [worst] = [...found].sort((a, b) => rank(a) - rank(b))
      if (worst === undefined) return { state: 'pass', value: clear, evidence: evidenceOfFine(data.inspection.findings, codes, clear) }
      return verdictOf(worst, found.length)
    },
  }
}

function verdictOf(worst: Finding, found: number): Verdict {
  return {
    state: worst.severity === 'alarm' ? 'fail' : 'warn',
    value: worst.title.charAt(0).toLowerCase() + worst.title.slice(1),
    evidence: `${worst.message} ${worst.why}`.trim(),
    figures: { findings: found },
    remedy: worst.fix
      ? { label: worst.fix.label, does: { kind: 'fix', code: worst.code } }
      : { label: 'Look at it on Data', does: { kind: 'open', stage: 'data' } },
  }
}

const rank = ({ severity }: Finding): number => (severity === 'alarm' ? 0 : 1)

function evidenceOfFine(findings: readonly Finding[], codes: readonly FindingCode[], clear: string): string {
  const messages = findings.filter(({ code }) => codes.includes(code)).map(({ message }) => message)
  return messages[0] ?? `${clear.charAt(0).toUpperCase()}${clear.slice(1)}.`
}
