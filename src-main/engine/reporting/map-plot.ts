/** A feature map of the report: source discs and target triangles, hue by class. */
import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import { extent, scaleLinear } from 'd3'
import { escapeHtml } from './html'

const side = 350
const margin = 10

/** SVG of one settled frame; target points take the model's own prediction, since their labels are sealed. */
export function mapPlot(title: string, points: EmbeddingPoints, frame: EmbeddingFrame): string {
  const xs = frame.positions.filter((_, index) => index % 2 === 0)
  const ys = frame.positions.filter((_, index) => index % 2 === 1)
  const x = scaleLinear(range(xs), [margin, side - margin])
  const y = scaleLinear(range(ys), [side - margin, margin])
  const marks = Array.from(xs, (_, index) => {
    const px = x(xs[index]).toFixed(1)
    const py = y(ys[index]).toFixed(1)
    const classId = points.domain[index] === 0 ? points.sourceClass[index] : frame.prediction[index]
    const hue = classId % 10
    return points.domain[index] === 0
      ? `<circle cx="${px}" cy="${py}" r="2.4" fill="var(--class-${hue}-source)"/>`
      : `<path d="M${px} ${py}m0 -3.2l2.9 5.2h-5.8z" fill="none" stroke="var(--class-${hue}-target)" stroke-width="1.1"/>`
  })
  const kl = frame.kl === null ? '' : `KL ${frame.kl.toFixed(2)}`
  const trust = frame.trustworthiness === null ? '' : `trustworthiness ${frame.trustworthiness.toFixed(3)}`
  const agreement = frame.agreement === null ? '' : `two-seed agreement ${frame.agreement.toFixed(2)}`
  const distance = frame.aDistance === null ? '' : `A-distance ${frame.aDistance.toFixed(2)}`
  const measures = [kl, trust, agreement, distance].filter((text) => text !== '').join(' · ')
  return `<figure><figcaption>${escapeHtml(title)}<small>${measures}</small></figcaption><svg viewBox="0 0 ${side} ${side}" role="img" aria-label="${escapeHtml(title)}">${marks.join('')}</svg></figure>`
}

function range(values: Float32Array): [number, number] {
  const [low, high] = extent(values)
  return [low ?? 0, high ?? 1]
}
