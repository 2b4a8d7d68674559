/** A model card as Markdown, for repositories: the same text in the file and in the window. */
import type { ModelCard } from './model-card'

export function cardMarkdown({ title, summary, facts, load, note }: ModelCard): string {
  return [
    `# ${title}`,
    '',
    summary,
    '',
    '| | |',
    '|---|---|',
    ...facts.map(({ term, text }) => `| **${term}** | ${text.replaceAll('|', '\\|')} |`),
    '',
    ...load.flatMap(({ language, code }) => [`## Load it from ${language}`, '', `\`\`\`${language.toLowerCase()}`, code, '```', '']),
    note,
    '',
  ].join('\n')
}
