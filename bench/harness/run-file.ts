/** Runs one file of `figures/` and prints its figures. */
import type { Bench } from './bench'
import { type Figure, measureInTurns, toFigure } from './compare'
import { openPeer, type Peer } from './peer'

export interface RunOptions {
  readonly id: string
  readonly repeats: number
  readonly seconds: number
  /** Parts of the bench that are measured; all where empty. */
  readonly only: readonly string[]
}

export async function runFile(bench: Bench, { id, repeats, seconds, only }: RunOptions): Promise<void> {
  const parts = new Set<string>()
  const peers: Peer[] = []
  const note = (text: string): void => void process.stderr.write(`${id}: ${text}\n`)
  const report = (figure: Omit<Figure, 'bench'>): Figure => {
    const line = { bench: id, ...figure } as Figure
    process.stdout.write(`${JSON.stringify(line)}\n`)
    return line
  }
  try {
    await bench.run({
      repeats,
      seconds,
      wants(part) {
        parts.add(part)
        return only.length === 0 || only.includes(part)
      },
      note,
      report,
      measureInTurns: (contestants) => measureInTurns(contestants, { repeats, seconds }),
      async compare(comparison) {
        const values = await measureInTurns({ ours: comparison.ours, ...comparison.peers }, { repeats, seconds })
        return report(toFigure(comparison, values))
      },
      async openPeer(options) {
        const peer = await openPeer(options, note)
        if (peer !== null) peers.push(peer)
        return peer
      },
    })
    const unknown = only.filter((part) => !parts.has(part))
    if (unknown.length > 0) throw new Error(`${id} has no part ${unknown.join(', ')}; its parts: ${[...parts].join(', ') || 'none'}`)
  } finally {
    for (const peer of peers) peer.close()
  }
}
