/** Runs one file of `figures/` and prints its figures. */
import type { Bench } from './bench'
import { type Figure, measureInTurns, toFigure } from './compare'
import { openPeer, type Peer } from './peer'

export interface RunOptions {
  readonly id: string
  readonly repeats: number
  readonly seconds: number
}

export async function runFile(bench: Bench, { id, repeats, seconds }: RunOptions): Promise<void> {
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
  } finally {
    for (const peer of peers) peer.close()
  }
}
