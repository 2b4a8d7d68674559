/** Loads a graph into TensorFlow and runs it whole: one call of the binding in place of one an op. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nativeBackend, tensorFromNative } from '../native'
import type { Tensor } from '../tensorflow'
import { type GraphNode, savedModelBytes, servingTag } from './graph-def'
import { nativeIds } from './recorder'

export interface GraphPlan {
  readonly nodes: readonly GraphNode[]
  /** Names of the placeholders, in the order of the tensors given to `run`. */
  readonly feeds: readonly string[]
  /** `node` or `node:k`, in the order of the tensors returned. */
  readonly fetches: readonly string[]
}

export interface NativeGraph {
  /** Runs the graph once. The tensors returned belong to the caller's tidy scope. Blocks until they are there. */
  run(inputs: readonly Tensor[]): Tensor[]
  dispose(): void
}

/** @throws what TensorFlow says where a node is not valid. */
export function loadGraph({ nodes, feeds, fetches }: GraphPlan): NativeGraph {
  const { binding } = nativeBackend()
  const folder = mkdtempSync(join(tmpdir(), 'shiftlab-graph-'))
  let id: number
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModelBytes(nodes))
    id = binding.loadSavedModel(folder, servingTag)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const [feedNames, fetchNames] = [feeds.join(), fetches.join()]
  return {
    run: (inputs) => binding.runSavedModel(id, nativeIds(inputs), feedNames, fetchNames).map(tensorFromNative),
    dispose: () => binding.deleteSavedModel(id),
  }
}
