/** Figures that others have published on tasks like the built-in pairs: beside ours, never in place of them. */

export interface LiteratureFigure {
  readonly method: string
  /** Target accuracy in percent, as printed there. */
  readonly targetPct: number | string
}

export interface LiteratureTable {
  readonly pair: string
  readonly task: string
  /** Where it was read, and how the checkpoint was chosen there. */
  readonly source: string
  readonly figures: readonly LiteratureFigure[]
}

export const literature: readonly LiteratureTable[] = [
  {
    pair: 'moons',
    task: 'Two moons, 30°',
    source: 'notebook of adapt-python/adapt; one run each, its own network',
    figures: [
      { method: 'source-only', targetPct: 84 },
      { method: 'cdan', targetPct: 86 },
      { method: 'mcd', targetPct: 90 },
      { method: 'dann', targetPct: 94 },
      { method: 'deep-coral', targetPct: 94 },
      { method: 'mdd', targetPct: 95 },
      { method: 'adda', targetPct: 100 },
    ],
  },
  {
    pair: 'digits-optdigits',
    task: 'MNIST → USPS',
    source: 'scikit-adaptation/skada-bench, chosen without target labels; other images and network than here',
    figures: [
      { method: 'source-only', targetPct: 94.2 },
      { method: 'dann', targetPct: 93.5 },
      { method: 'deep-coral', targetPct: 93.4 },
      { method: 'deepjdot', targetPct: 94.4 },
      { method: 'mcc', targetPct: 96.8 },
      { method: 'target-oracle', targetPct: 98.1 },
    ],
  },
  {
    pair: 'optdigits-digits',
    task: 'USPS → MNIST',
    source: 'scikit-adaptation/skada-bench, chosen without target labels; other images and network than here',
    figures: [
      { method: 'source-only', targetPct: 73.4 },
      { method: 'dann', targetPct: 85.2 },
      { method: 'deep-coral', targetPct: 88.1 },
      { method: 'deepjdot', targetPct: 90.2 },
      { method: 'mcc', targetPct: 87.5 },
      { method: 'target-oracle', targetPct: 98.9 },
    ],
  },
  {
    pair: 'digits-textured',
    task: 'MNIST → MNIST-M',
    source: 'Ganin et al. 2016, 60,000 images; reproductions reach 48-57 → 70.8-79.8',
    figures: [
      { method: 'source-only', targetPct: 52.3 },
      { method: 'dann', targetPct: 76.7 },
    ],
  },
]
