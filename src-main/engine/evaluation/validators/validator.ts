/** What a label-free validator sees of a checkpoint, and what it is. */

/** Held-out images of one domain through the network. Rows are images. */
export interface DomainView {
  readonly count: number
  /** [count, classes] float32, rows sum to 1. */
  readonly probabilities: Float32Array
  /** [count, dimensions] float64, whitened together with the other domain's. */
  readonly features: Float64Array
}

export interface CheckpointView {
  readonly classes: number
  /** Of `features`; the first are the directions of the largest variance. */
  readonly dimensions: number
  /** Source images that were not trained on, with their class ids [count]. */
  readonly source: DomainView & { readonly labels: Int32Array }
  /** Target images that were not trained on; there is no label to see. */
  readonly target: DomainView
  /** Features of source images that were trained on, for what must be fitted apart from the held-out ones. [n, dimensions]. */
  readonly trainedSource: Float64Array
}

export interface Validator {
  readonly id: string
  readonly label: string
  /** What it goes by, in one sentence. */
  readonly summary: string
  readonly paper: string
  /** Higher is better. Pure, so that a checkpoint has one score. */
  score(view: CheckpointView): number
}
