/** Keeps labels beside lines readable: pushes them apart along one axis, as little as possible. */

export interface LabelRequest {
  readonly id: string
  /** Wanted centre, px. */
  readonly y: number
  /** Room the label takes, px. */
  readonly height: number
}

export interface PlacedLabel {
  readonly id: string
  /** Centre to draw at, px. */
  readonly y: number
  /** Centre that was asked for, px. */
  readonly wanted: number
  /** Moved so far that a leader line must tie it to its mark. */
  readonly leader: boolean
}

interface Block {
  /** Top that serves the block's labels best, px. */
  top: number
  height: number
  /** Sum over the labels of the top each would like the block to have. */
  wishes: number
  labels: LabelRequest[]
}

const settle = (block: Block, top: number, bottom: number): void => {
  const best = block.wishes / block.labels.length
  block.top = Math.max(top, Math.min(bottom - block.height, best))
}

/**
 * Labels in the order of their wanted place, none overlapping, all within [top, bottom] px where they fit.
 * Neighbours that collide are merged into blocks placed at their mean wish (pool adjacent violators), which
 * minimises the summed squared displacement. When all together are taller than the space they shrink evenly.
 */
export function pushApart(requests: readonly LabelRequest[], space: { readonly top: number; readonly bottom: number }): PlacedLabel[] {
  const total = requests.reduce((sum, label) => sum + label.height, 0)
  const squeeze = Math.min(1, (space.bottom - space.top) / Math.max(total, 1e-9))
  const blocks: Block[] = []
  for (const label of [...requests].sort((a, b) => a.y - b.y)) {
    const height = label.height * squeeze
    const block: Block = { top: 0, height, wishes: label.y - height / 2, labels: [label] }
    settle(block, space.top, space.bottom)
    blocks.push(block)
    while (blocks.length > 1) {
      const lower = blocks[blocks.length - 1] as Block
      const upper = blocks[blocks.length - 2] as Block
      if (upper.top + upper.height <= lower.top + 1e-9) break
      blocks.pop()
      upper.wishes += lower.wishes - lower.labels.length * upper.height
      upper.labels.push(...lower.labels)
      upper.height += lower.height
      settle(upper, space.top, space.bottom)
    }
  }
  return blocks.flatMap((block) => {
    let at = block.top
    return block.labels.map((label) => {
      const height = label.height * squeeze
      const y = at + height / 2
      at += height
      return { id: label.id, y, wanted: label.y, leader: Math.abs(y - label.y) > label.height * 0.6 }
    })
  })
}
