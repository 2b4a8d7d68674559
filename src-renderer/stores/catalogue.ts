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
  /** Adds the user's own model in this folder to the networks. Throws the engine's refusal. */
  openBackbone(folder: string): Promise<BackboneInfo>
}

export function createCatalogueStore(deps: { readonly engine: Client<EngineContract> }) {
  return create<CatalogueState>()((set, get) => ({
    methods: [],
    backbones: [],
    pairs: [],
    refresh: async () => {
      const [methods, backbones, pairs] = await Promise.all([
        deps.engine.call('methods.list', {}),
        deps.engine.call('backbones.list', {}),
        deps.engine.call('pairs.list', {}),
      ])
      set({ methods, backbones: [...backbones, ...get().backbones.filter(({ id }) => isOwnModel(id))], pairs })
    },
    openBackbone: async (folder) => {
      const opened = await deps.engine.call('backbones.open', { folder })
      set({ backbones: [...get().backbones.filter(({ id }) => id !== opened.id), opened] })
      return opened
    },
  }))
}

/** The id of a user's own model is its folder. */
export const isOwnModel = (backbone: string): boolean => /[/\\]/.test(backbone)

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
