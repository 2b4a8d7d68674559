/** The works a helper can take part in, by their kind. */

import { type ShiftMemory, ShiftWork } from '../../shift/shift-work'
import { type AttractionMemory, AttractionWork } from '../attraction'
import { type GridMemory, GridWork } from '../grid-work'
import { type NeighbourMemory, NeighbourSearch } from '../neighbour-search'
import { type PlacingMemory, PlacingWork } from '../placing-work'
import type { SharedWork } from './shared-work'

export type WorkMemory = AttractionMemory | GridMemory | NeighbourMemory | PlacingMemory | ShiftMemory

/** A second view of a work over the same memory. */
export function openWork(memory: WorkMemory): SharedWork {
  switch (memory.kind) {
    case 'attraction':
      return new AttractionWork(memory)
    case 'grid':
      return new GridWork(memory)
    case 'neighbours':
      return new NeighbourSearch(memory)
    case 'placing':
      return new PlacingWork(memory)
    case 'shift':
      return new ShiftWork(memory)
  }
}
