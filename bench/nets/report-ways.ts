/** Measures both of our ways and all of PyTorch's in the same rounds, and reports each pair that is a goal. */
import type { BenchContext } from '../harness/bench'
import { type Contestant, toFigure } from '../harness/compare'
import { openTorch } from './torch-peers'

export interface Ways {
  readonly net: string
  readonly kind: 'training' | 'inference'
  readonly summary: string
  /** One graph: a compiled step, or a frozen network. */
  readonly compiled: { readonly firstStepSeconds: number; readonly measure: Contestant }
  /** Op by op. */
  readonly eager: Contestant
}

export async function reportWays(context: BenchContext, ways: Ways): Promise<void> {
  const { net, kind, summary } = ways
  const torch = await openTorch(context, net, kind)
  const values = await context.measureInTurns({ ours: ways.compiled.measure, 'ours, eager': ways.eager, ...torch.eager, ...torch.compiled })
  torch.close()
  const pick = (ours: string, peers: readonly string[]) =>
    new Map([['ours', values.get(ours) ?? []], ...peers.map((name): [string, number[]] => [name, values.get(name) ?? []])])
  const report = (name: string, ours: string, peers: readonly string[], details: Readonly<Record<string, unknown>> = {}): void =>
    context.report(
      toFigure({ name: `${net} ${name}`, unit: 'images/s', better: 'higher', details: { net: summary, ...details } }, pick(ours, peers)),
    )
  const [eager, compiled] = [Object.keys(torch.eager), Object.keys(torch.compiled)]
  report('eager', 'ours, eager', eager)
  if (eager.length > 0) report('compiled against eager', 'ours', eager)
  report(eager.length > 0 ? 'compiled against compiled' : 'compiled', 'ours', compiled, {
    firstStepSeconds: { ours: ways.compiled.firstStepSeconds, ...torch.firstStepSeconds },
  })
}
