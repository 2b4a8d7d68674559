/** One crosshair for all charts with the same x axis: moving it in one moves it in all. */
import { createContext, type ReactNode, useContext, useState } from 'react'
import { createStore, type StoreApi, useStore } from 'zustand'

export interface Crosshair {
  /** Position in x units; null when nobody looks. */
  readonly x: number | null
  /** Enter keeps it where it is until Escape or Enter again. */
  readonly pinned: boolean
}

export type CrosshairStore = StoreApi<Crosshair>

export const createCrosshair = (): CrosshairStore => createStore<Crosshair>(() => ({ x: null, pinned: false }))

const CrosshairContext = createContext<CrosshairStore | null>(null)

/** Charts inside share one crosshair. */
export function CrosshairGroup({ children }: { readonly children: ReactNode }) {
  const [store] = useState(createCrosshair)
  return <CrosshairContext value={store}>{children}</CrosshairContext>
}

/** The group's crosshair, or one of the chart's own. */
export function useCrosshair(): readonly [Crosshair, CrosshairStore] {
  const shared = useContext(CrosshairContext)
  const [own] = useState(createCrosshair)
  const store = shared ?? own
  return [useStore(store), store]
}
