/** Takes an adversarial objective apart into a move of the discriminator and a move of what is trained against it. */
import type { AdversarySide } from '@shared/domain/adversary'
import type { DomainRole } from '@shared/domain/ids'
import { type Tensor2D, type Tensor4D, tf } from '../../backend/tensorflow'
import type { Head, NetworkVariable } from '../../nn/network'
import type { Adversary, ScheduleScalars, StepBatch } from '../method'
import type { Update } from './trained-session'

export interface AdversaryPlan {
  /** All trained parts by name, `discriminator` among them. */
  readonly parts: Readonly<Record<string, Pick<Head, 'variables'>>>
  readonly discriminator: Head
  /** x [B,H,W,3] of one domain → features [B,D], inference mode. */
  extract(x: Tensor4D, domain: DomainRole): Tensor2D
  /** Of the named parts; its optimizer starts afresh. */
  createUpdate(trains: readonly string[]): Update
  /** One step of the method's own objective on the variables of the update. */
  descend(update: Update, batch: StepBatch, schedules: ScheduleScalars): void
}

/** Running statistics that a move's forward passes update are put back where they are the other side's. */
export function createAdversary({ parts, discriminator, extract, createUpdate, descend }: AdversaryPlan): Adversary {
  const names = Object.keys(parts)
  const own = names.filter((name) => parts[name] === discriminator)
  const others = names.filter((name) => parts[name] !== discriminator)
  const statisticsOf = (part: string): NetworkVariable[] => parts[part].variables.filter(({ role }) => role === 'statistic')
  const sides: Readonly<Record<AdversarySide, { readonly update: Update; readonly untouched: readonly NetworkVariable[] }>> = {
    discriminator: { update: createUpdate(own), untouched: others.flatMap(statisticsOf) },
    encoder: { update: createUpdate(others), untouched: own.flatMap(statisticsOf) },
  }
  return {
    move(side, batch, schedules) {
      const { update, untouched } = sides[side]
      tf.tidy(() => {
        const before = untouched.map(({ variable }) => tf.clone(variable))
        descend(update, batch, schedules)
        for (const [at, { variable }] of untouched.entries()) variable.assign(before[at])
      })
    },
    domainLogits: (x, domain) => tf.tidy(() => discriminator.forward(extract(x, domain), { training: false, domain: 'source' })),
    dispose() {
      for (const { update } of Object.values(sides)) for (const { variable } of update.optimizer.slots) variable.dispose()
    },
  }
}
