/** Rows brought to unit length, x/√(Σ x² + ε): five operations of TensorFlow that make one layer. */
import type { Origin } from '../backend/graph/trace'
import type { GraphBuilder, Value } from './graph-builder'
import type { FixedValue } from './trace-session'

/** What is computed of a row on the way to its length; no layer of its own. */
export interface LengthPart {
  readonly of: Value
  readonly stage: 'squares' | 'sum' | 'length'
  /** ε */
  readonly epsilon: number
}

/** x [C] → x² */
export function squares(x: Value): LengthPart | null {
  return x.shape.length === 1 ? { of: x, stage: 'squares', epsilon: 0 } : null
}

/** x² → Σ x². `axes` counts the images' axis. */
export function sumOfSquares(part: LengthPart, axes: FixedValue): LengthPart | null {
  const overRow = axes.data.length === 1 && (axes.data[0] === 1 || axes.data[0] === -1)
  return part.stage === 'squares' && overRow ? { ...part, stage: 'sum' } : null
}

/** Σ x² → Σ x² + ε */
export function withEpsilon(part: LengthPart, epsilon: FixedValue): LengthPart | null {
  return part.stage === 'sum' && epsilon.data.length === 1 ? { ...part, epsilon: part.epsilon + epsilon.data[0] } : null
}

/** Σ x² + ε → √(Σ x² + ε) */
export function rootOf(part: LengthPart): LengthPart | null {
  return part.stage === 'sum' ? { ...part, stage: 'length' } : null
}

/** x by its own length. */
export function divideByLength(builder: GraphBuilder<Origin>, x: Value, part: LengthPart, origin: Origin): Value | null {
  if (part.stage !== 'length' || part.of.node !== x.node) return null
  return builder.add({ op: 'unit-length', epsilon: part.epsilon }, [x], x.shape, origin)
}
