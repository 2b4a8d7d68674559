/** `lab methods`: the methods that can be asked for, with the JSON Schema of their parameters. */
import { listStreamMethods } from '../../engine/test-time/registry'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'

export const methods: Command = {
  name: 'methods',
  usage: '',
  summary: 'Methods and their parameters, as --method and --set take them.',
  maxPositionals: 0,
  flags: {},
  async run({ output }) {
    const engine = openEngine(output.note)
    const list = [...(await engine.client.call('methods.list', {})), ...listStreamMethods()]
    output.result(list, () =>
      list
        .flatMap(({ id, label, family, summary, paper, params }) => [
          `${id}  (${label}, ${family})`,
          `  ${summary}`,
          ...(paper ? [`  ${paper.authors} (${paper.year}). ${paper.title}. ${paper.url}`] : []),
          ...Object.entries((params.properties ?? {}) as Record<string, { default?: unknown; title?: string }>).map(
            ([key, { default: value, title }]) => `  --set ${key}=${String(value)}${title ? `  ${title}` : ''}`,
          ),
        ])
        .join('\n'),
    )
    return exitCode.done
  },
}
