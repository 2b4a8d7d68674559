/** What the engine offers: methods, backbones and built-in pairs. */
import type { EngineContract } from '@shared/contract/engine'
import type { BuiltInPair } from '@shared/domain/dataset'
import type { BackboneInfo, MethodInfo } from '@shared/domain/method'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'

export interface CatalogueState {
  readonly methods: readonly MethodInfo[]
  readonly backbones: readonly BackboneInfo[]
  readonly pairs: readonly BuiltInPair[]
  refresh(): Promise<void>
}

export function createCatalogueStore(deps: { readonly engine: Client<EngineContract> }) {
  return create<CatalogueState>()((set) => ({
    methods: [],
    backbones: [],
    pairs: [],
    refresh: async () => {
      const [methods, backbones, pairs] = await Promise.all([
        deps.engine.call('methods.list', {}),
        deps.engine.call('backbones.list', {}),
        deps.engine.call('pairs.list', {}),
      ])
      set({ methods, backbones, pairs })
    },
  }))
}

export const useCatalogue = createCatalogueStore({ engine })

/** A method's label; its id while the catalogue is not there. */
export function methodLabel(methods: readonly MethodInfo[], id: string): string {
  return methods.find((method) => method.id === id)?.label ?? id
}

/** Reads a label function from the store, for components. */
export function useMethodLabel(): (id: string) => string {
  const methods = useCatalogue((state) => state.methods)
  return (id) => methodLabel(methods, id)
}
