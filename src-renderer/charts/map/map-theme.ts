/** The map's colours and sizes, read from the style sheet's custom properties; a canvas cannot inherit them. */
import { interpolateLab, quantize } from 'd3'
import { COLOURED_CLASSES, SHADES } from './map-data'

export interface MapTheme {
  readonly surface: string
  readonly ink: string
  readonly muted: string
  readonly faint: string
  readonly bad: string
  readonly accent: string
  readonly sealed: string
  /** SHADES colours from 0 to 1, without hue: hue belongs to classes. */
  readonly shades: readonly string[]
  /** Colour by domain without classes: [source, target]. */
  readonly domain: readonly [string, string]
  /** By colour slot: [source, target]. */
  readonly classes: readonly (readonly [string, string])[]
  readonly font: string
  /** Mark radius and stroke, px. */
  readonly markRadius: number
  readonly markStroke: number
  /** Root font size over 16 px. */
  readonly scale: number
}

export function readMapTheme(): MapTheme {
  const style = getComputedStyle(document.documentElement)
  const value = (name: string): string => style.getPropertyValue(name).trim()
  const px = (name: string, fallback: number): number => Number.parseFloat(value(name)) || fallback
  return {
    surface: value('--surface'),
    ink: value('--ink'),
    muted: value('--axis'),
    faint: value('--line'),
    bad: value('--bad'),
    accent: value('--accent'),
    sealed: value('--sealed'),
    shades: quantize(interpolateLab(value('--line-strong'), value('--ink')), SHADES),
    domain: [value('--domain-source'), value('--domain-target')],
    classes: Array.from(
      { length: COLOURED_CLASSES },
      (_, slot) => [value(`--class-${slot}-source`), value(`--class-${slot}-target`)] as const,
    ),
    font: value('--font-ui') || 'sans-serif',
    markRadius: px('--mark-r', 2.6),
    markStroke: px('--mark-stroke', 1.3),
    scale: Number.parseFloat(style.fontSize) / 16 || 1,
  }
}

/** Calls back when the theme, the mode or the text size changes; returns the function that stops. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-mode', 'style', 'class'] })
  const queries = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'].map((query) => matchMedia(query))
  for (const query of queries) query.addEventListener('change', onChange)
  return () => {
    observer.disconnect()
    for (const query of queries) query.removeEventListener('change', onChange)
  }
}

export const reducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches
