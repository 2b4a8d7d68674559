/** The request that a campaign's variants change: the study's data, the recipe's set-up, and a method. */

import type { BackboneInfo, MethodInfo } from '@shared/domain/method'
import { RunRequest } from '@shared/domain/run'
import { readFields } from '../../forms/read-fields'
import type { RecipeLook } from '../../stores/recipe'

export interface CampaignBase {
  readonly method: string
  readonly epochs: number
  readonly seeds: number
}

/** Settings that neither the method nor the network knows are left out; null while the catalogue is not there. */
export function campaignRequest(
  { pair, setup }: RecipeLook,
  { method, epochs, seeds }: CampaignBase,
  catalogue: { readonly methods: readonly MethodInfo[]; readonly backbones: readonly BackboneInfo[] },
): RunRequest | null {
  const schemas = [
    catalogue.methods.find(({ id }) => id === method)?.params,
    catalogue.backbones.find(({ id }) => id === setup.backbone)?.params,
  ]
  if (schemas.some((schema) => schema === undefined)) return null
  const known = new Set(schemas.flatMap((schema) => (schema ? readFields(schema).map(({ name }) => name) : [])))
  const { newClasses: _, ...data } = pair
  return RunRequest.parse({
    ...data,
    methods: [method],
    backbone: setup.backbone,
    epochs,
    batch: setup.batch,
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    settings: Object.fromEntries(Object.entries(setup.settings).filter(([name]) => known.has(name))),
  })
}
