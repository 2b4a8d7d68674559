/** PyTorch's processes for one net: eager and compiled, each in both memory layouts. */
import type { BenchContext } from '../harness/bench'
import type { Contestant } from '../harness/compare'
import type { Peer } from '../harness/peer'
import { benchThreads } from './timed-steps'

export interface TorchPeers {
  readonly eager: Readonly<Record<string, Contestant>>
  readonly compiled: Readonly<Record<string, Contestant>>
  /** From the start of building the net to the end of its first step, by name. */
  readonly firstStepSeconds: Readonly<Record<string, unknown>>
  close(): void
}

const ways = {
  eager: { 'PyTorch eager': [], 'PyTorch eager, channels last': ['--channels-last'] },
  compiled: { 'torch.compile': ['--compile'], 'torch.compile, channels last': ['--compile', '--channels-last'] },
} as const

/** Empty where PyTorch is not installed; `context` has said so. Inference nets also run traced and frozen. */
export async function openTorch(context: Pick<BenchContext, 'openPeer'>, net: string, kind: 'training' | 'inference'): Promise<TorchPeers> {
  const traced = { 'PyTorch traced': ['--trace'], 'PyTorch traced, channels last': ['--trace', '--channels-last'] } as const
  const compiled = { ...ways.compiled, ...(kind === 'inference' ? traced : {}) }
  const open = async (flags: Readonly<Record<string, readonly string[]>>): Promise<[string, Peer][]> => {
    const opened: [string, Peer][] = []
    for (const [name, more] of Object.entries(flags)) {
      const args = ['--net', net, '--threads', String(benchThreads), ...more]
      const peer = await context.openPeer({ script: 'torch_peer.py', module: 'torch', args })
      if (peer === null) break
      opened.push([name, peer])
    }
    return opened
  }
  const eagerPeers = await open(ways.eager)
  const compiledPeers = eagerPeers.length > 0 ? await open(compiled) : []
  const all = [...eagerPeers, ...compiledPeers]
  const contestants = (peers: readonly [string, Peer][]) =>
    Object.fromEntries(peers.map(([name, peer]): [string, Contestant] => [name, (seconds) => peer.measure({ seconds })]))
  return {
    eager: contestants(eagerPeers),
    compiled: contestants(compiledPeers),
    firstStepSeconds: Object.fromEntries(all.map(([name, peer]) => [name, peer.ready.firstStepSeconds])),
    close() {
      for (const [, peer] of all) peer.close()
    },
  }
}
