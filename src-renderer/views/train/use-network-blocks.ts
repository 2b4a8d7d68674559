/** Blocks of the network that the form shows, read anew when the network or its settings change. */
import type { BackboneInfo, NetworkBlocks } from '@shared/domain/method'
import { useEffect, useState } from 'react'
import { engine } from '../../app/services'
import { readFields } from '../../forms/read-fields'
import type { ParamValues } from '../../forms/validate-fields'
import { toFailure } from '../../stores/failure'

export interface NetworkBlocksState {
  readonly network: NetworkBlocks | null
  /** Why the network cannot be built as it is set, in words. */
  readonly problem: string | null
}

const none: NetworkBlocksState = { network: null, problem: null }

/** `imageSize`: px; null where the network does not take the study's images. */
export function useNetworkBlocks(backbone: BackboneInfo | undefined, imageSize: number | null, settings: ParamValues): NetworkBlocksState {
  const [state, setState] = useState<NetworkBlocksState>(none)
  const known = new Set(backbone ? readFields(backbone.params).map((field) => field.name) : [])
  const own = Object.fromEntries(Object.entries(settings).filter(([name]) => known.has(name)))
  const key = backbone === undefined || imageSize === null ? null : JSON.stringify({ backbone: backbone.id, imageSize, settings: own })
  useEffect(() => {
    if (key === null) {
      setState(none)
      return
    }
    const abort = new AbortController()
    engine
      .call('backbones.blocks', JSON.parse(key), { signal: abort.signal })
      .then((network) => setState({ network, problem: null }))
      .catch((error: unknown) => {
        if (abort.signal.aborted) return
        const { message, hint } = toFailure(error)
        setState({ network: null, problem: `${message} ${hint}` })
      })
    return () => abort.abort()
  }, [key])
  return state
}
