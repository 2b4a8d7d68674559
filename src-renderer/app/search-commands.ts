/** Finds commands by the beginnings of words, so that "go co" finds "Go to Compare". */
import type { Command } from '../stores/commands'

/** Commands whose label or group matches every word of the query, best first; all of them for an empty query. */
export function searchCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return commands
  return commands
    .map((command) => ({ command, score: words.reduce((sum, word) => sum + scoreWord(command, word), 0) }))
    .filter(({ command }) => words.every((word) => scoreWord(command, word) > 0))
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command)
}

/** 3 for the beginning of the label, 2 for the beginning of a word, 1 for anywhere, 0 for nowhere. */
function scoreWord(command: Command, word: string): number {
  const label = command.label.toLowerCase()
  if (label.startsWith(word)) return 3
  if (label.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 2
  return `${label} ${command.group.toLowerCase()} ${command.cli ?? ''}`.includes(word) ? 1 : 0
}
