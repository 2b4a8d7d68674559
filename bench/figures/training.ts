/** Training steps of four nets against PyTorch on the same cores: images per second, source and target counted. */
import { defineBench } from '../harness/bench'
import { toFigure } from '../harness/compare'
import { trainingNets } from '../nets/bench-net'
import { benchThreads, createTimedSteps } from '../nets/timed-steps'

export const bench = defineBench({
  summary: 'Training steps of the nets a to d',
  async run({ measureInTurns, openPeer, report }) {
    for (const [net, definition] of Object.entries(trainingNets)) {
      const eager = createTimedSteps(definition)
      const torch = (...flags: string[]) =>
        openPeer({ script: 'torch_peer.py', module: 'torch', args: ['--net', net, '--threads', String(benchThreads), ...flags] })
      const peers = {
        'PyTorch eager': await torch(),
        'PyTorch eager, channels last': await torch('--channels-last'),
      }
      const contestants = Object.entries(peers).flatMap(([name, peer]) =>
        peer === null ? [] : [[name, (seconds: number) => peer.measure({ seconds })] as const],
      )
      const values = await measureInTurns({ ours: eager.measure, ...Object.fromEntries(contestants) })
      report(toFigure({ name: `${net} eager`, unit: 'images/s', better: 'higher', details: { net: definition.summary } }, values))
      for (const peer of Object.values(peers)) peer?.close()
      eager.session.dispose()
    }
  },
})
