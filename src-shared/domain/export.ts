/** A model taken out of the lab: what its files are, how it was checked, and what it is worth. */
import { z } from 'zod'
import { DomainRole, FolderId, RegistryId, Seed } from './ids'
import { ModelCard } from './model-card'
import { Preparation } from './preparation'

/** `onnx-int8` needs a run whose model was quantized. */
export const ExportFormat = z.enum(['onnx', 'onnx-int8', 'tfjs', 'weights'])
export type ExportFormat = z.infer<typeof ExportFormat>

/** What the file wants to be fed with; nothing else has to be known to use it. */
export const ModelInput = z.object({
  /** Name of the input. */
  name: z.string(),
  /** Side of the square, in pixels. */
  size: z.number().int().positive(),
  /** float32 [images, size, size, 3], RGB, values 0 to 255: scaling and normalisation happen inside. */
  layout: z.literal('NHWC'),
  colour: z.literal('RGB'),
  range: z.tuple([z.literal(0), z.literal(255)]),
  /** How an image of another size is brought to this one. */
  resize: z.literal('squash-antialiased-triangle'),
})
export type ModelInput = z.infer<typeof ModelInput>

/** How the written file's answers compare with the lab's on held-out images of one domain. */
export const DomainParity = z.object({
  images: z.number().int().nonnegative(),
  /** Largest difference of any probability. */
  maxAbsDifference: z.number(),
  topOneAgreementPct: z.number(),
  /** Largest difference of a probability of each image, in the order of the split. */
  differences: z.array(z.number()),
})
export type DomainParity = z.infer<typeof DomainParity>

export const ParityReport = z.object({
  /** Name and version of what read the file back. */
  runtime: z.string(),
  tolerance: z.number(),
  maxAbsDifference: z.number(),
  topOneAgreementPct: z.number(),
  source: DomainParity,
  target: DomainParity,
})
export type ParityReport = z.infer<typeof ParityReport>

/** Accuracies in percent on the test images; the target's is null where no label may be read for it. */
const Accuracies = z.object({ sourcePct: z.number(), targetPct: z.number().nullable() })

/** `shiftlab.json` of an exported model. */
export const ExportManifest = z.object({
  manifest: z.literal('shiftlab-export-1'),
  format: ExportFormat,
  /** File to open, relative to the folder. */
  model: z.string(),
  name: z.string(),
  createdAt: z.string(),
  shiftlab: z.string(),
  origin: z.object({
    runId: FolderId,
    trialId: FolderId,
    method: RegistryId,
    seed: Seed,
    backbone: z.string(),
    /** Of the checkpoint. */
    epoch: z.number().nonnegative(),
    weightsSha256: z.string(),
    /** Where the weights come from: the trial's last checkpoint, a stream that adapted them, or a reduction. */
    weights: z.enum(['checkpoint', 'stream', 'reduction']),
  }),
  /** Whose running statistics the model normalises with, where its method keeps them for each domain apart. */
  normalisedAs: DomainRole,
  input: ModelInput,
  output: z.string(),
  classNames: z.array(z.string()),
  /** Every other file of the folder; `companion`: card and web page, which the model does not need. */
  files: z.array(z.object({ file: z.string(), part: z.enum(['model', 'companion']), bytes: z.number().int(), sha256: z.string() })),
  /** What the run did to its target's images before the model saw them: the caller's to do; `asStored` where nothing was. */
  preparation: Preparation,
  /** Of the model's own files, without card and page. */
  modelBytes: z.number().int(),
  parity: ParityReport,
  accuracy: z.object({
    lab: Accuracies,
    file: Accuracies,
    /** Weights of the network in the lab: four bytes each, and of a reduced model what its folder takes. */
    labBytes: z.number().int(),
  }),
  card: ModelCard,
})
export type ExportManifest = z.infer<typeof ExportManifest>

/** `checking` counts images; the others are short. */
export const ExportPhase = z.enum(['opening', 'reading', 'writing', 'checking', 'describing'])
export type ExportPhase = z.infer<typeof ExportPhase>

/** What the window offers of a format. */
export const ExportFormatInfo = z.object({
  id: ExportFormat,
  label: z.string(),
  /** A few words on what is written. */
  summary: z.string(),
  /** Why this model cannot be written in it, and what can be done; null where it can. */
  blocked: z.string().nullable(),
})
export type ExportFormatInfo = z.infer<typeof ExportFormatInfo>

/** A finished export in its folder. */
export const ExportedModel = z.object({
  /** Absolute path. */
  folder: z.string(),
  manifest: ExportManifest,
})
export type ExportedModel = z.infer<typeof ExportedModel>

export const ExportProgress = z.object({
  runId: FolderId,
  trialId: FolderId,
  phase: ExportPhase,
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
})
export type ExportProgress = z.infer<typeof ExportProgress>
