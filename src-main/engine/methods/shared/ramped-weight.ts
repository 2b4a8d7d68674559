/** The weight of an adaptation term and how it rises over the training, as parameters. */
import { z } from 'zod'

/** λ = λmax·(2/(1 + e^(−γ·p)) − 1), by default up to `lambdaMax`; `weighs` names the term in the form. */
export function rampedWeightParams({ lambdaMax, weighs }: { readonly lambdaMax: number; readonly weighs: string }) {
  return {
    lambdaMax: z
      .number()
      .min(0)
      .max(10)
      .default(lambdaMax)
      .meta({
        title: 'λ max',
        description: `Weight of ${weighs} at the end of training; 0 trains without adaptation.`,
      }),
    lambdaGamma: z.number().min(0.1).max(100).default(10).meta({
      title: 'λ growth γ',
      description: 'How early λ rises: with 10 it reaches 99 % of its maximum about half-way.',
    }),
  }
}
