/** Commands that take a trained model home: the formats, the card as it would be written, the export itself, and the replay bundle. */
import { z } from 'zod'
import { ExportedModel, ExportFormat, ExportFormatInfo, ExportProgress } from '../../domain/export'
import { DomainRole, FolderId } from '../../domain/ids'
import { ModelCard } from '../../domain/model-card'

const TrialRef = z.strictObject({ runId: FolderId, trialId: FolderId })

export const exportingCommands = {
  /** The formats, each with why this run's models cannot be written in it. */
  'export.formats': { input: z.strictObject({ runId: FolderId }), output: z.array(ExportFormatInfo) },
  /** The card as it would be written now; reads no image and no label. */
  'export.card': {
    input: TrialRef.extend({ format: ExportFormat, normalisedAs: DomainRole.default('target') }),
    output: z.object({ card: ModelCard }),
  },
  /**
   * Writes into the run's own folder of exports, and answers once the file was read back and agrees. Emits `export.progress`; abort
   * leaves nothing behind.
   */
  'export.start': {
    input: TrialRef.extend({ format: ExportFormat, normalisedAs: DomainRole.default('target'), keepRejected: z.boolean().default(false) }),
    output: ExportedModel,
  },
  /** What was exported from a run into its own folder, newest first. */
  'export.list': { input: z.strictObject({ runId: FolderId }), output: z.array(ExportedModel) },
  /** Packs the finished run for `lab replay`, into its own folder. */
  'export.bundle': {
    input: z.strictObject({ runId: FolderId, withData: z.boolean().default(true) }),
    output: z.object({ file: z.string(), bytes: z.number().int(), bundleSha256: z.string() }),
  },
}

export const exportingEvents = {
  'export.progress': ExportProgress,
}
