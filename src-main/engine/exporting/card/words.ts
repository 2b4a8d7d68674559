/** Numbers and settings in the words of a card. */
import { describePreparation, type Preparation } from '@shared/domain/preparation'

/** "61.2 ± 3.4 %". */
export function withHalf(mean: number, half: number | null): string {
  return half === null ? `${mean.toFixed(1)} %` : `${mean.toFixed(1)} ± ${half.toFixed(1)} %`
}

/** What a mean over trials is of. */
export function overSeeds(seeds: number): string {
  return seeds === 1 ? 'one seed, so without an interval' : `mean and 95 % t-interval over ${seeds} seeds`
}

/** A number with its unit: "60°", "σ 0.38", "0.1 ×". */
export function amountWords(amount: number, unit: string): string {
  const value = String(Number(amount.toPrecision(2)))
  if (unit === '°') return `${value}°`
  return unit === 'σ' || unit === 'γ' ? `${unit} ${value}` : `${value} ${unit}`
}

/** What the caller has to do to images first; null where nothing was done to the target's. */
export function preparedWords(preparation: Preparation): string | null {
  return describePreparation(preparation) === ''
    ? null
    : `The run prepared its images: ${describePreparation(preparation)}; images must be prepared like that before they are given to the model.`
}
