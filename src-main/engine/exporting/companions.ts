/** What lies beside an exported model: its card, and for TensorFlow.js a web page that needs nothing else. */
import { cardMarkdown } from '@shared/domain/card-markdown'
import type { ModelCard } from '@shared/domain/model-card'
import { asStored } from '@shared/domain/preparation'
import type { RunRecord } from '@shared/domain/run'
import { cardHtml } from './card/card-html'
import { preparedWords } from './card/words'
import type { ModelPackage, WrittenFile } from './formats/model-package'
import type { FormatDefinition } from './formats/registry'
import { webPage } from './page/web-page'
import { stockBundle } from './runtimes/plain-realm'

export interface CompanionParts {
  readonly card: ModelCard
  readonly format: FormatDefinition
  readonly model: ModelPackage
  readonly files: readonly WrittenFile[]
  readonly record: RunRecord
}

export async function companionFiles({ card, format, model, files, record }: CompanionParts): Promise<WrittenFile[]> {
  const cards = [
    { file: 'card.md', data: cardMarkdown(card) },
    { file: 'card.html', data: cardHtml(card) },
  ]
  if (format.id !== 'tfjs') return cards
  const warning = preparedWords(record.request.preparation?.target ?? asStored)
  return [...cards, webPage({ model, files, bundle: await stockBundle(), warning })]
}
