/** What a line chart draws: series, reference lines, guard zones and the sealed area, as plain data. */
import type { GuardZone } from '../guard-zones'

/** Colour by meaning: `focus` is the run in focus, `quiet` another run, `muted` a secondary scalar. */
export type SeriesTone = 'focus' | 'source' | 'target' | 'quiet' | 'muted' | 'bad'

export interface LineSeries {
  readonly id: string
  /** Name at the line's end; the last value follows it. Empty: no label there, the name stands elsewhere. */
  readonly label: string
  /** Ascending. */
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Band around the line, same length as `y`. */
  readonly low?: readonly number[]
  readonly high?: readonly number[]
  readonly tone: SeriesTone
  /** Domain mark at the line's end. */
  readonly mark?: 'source' | 'target'
  /** Smooths over this many samples and keeps the raw line behind. */
  readonly smoothSpan?: number
  /** Planned continuation, drawn dashed from the last value on. */
  readonly future?: { readonly x: readonly number[]; readonly y: readonly number[] }
  /** Lets the planned continuation be drawn anew. */
  readonly edit?: EditableFuture
  /** Value in words; without it one decimal and the chart's unit. */
  readonly format?: (value: number) => string
  /** Written at the line's end in place of name and last value. */
  readonly endText?: string
  /** A dot at every value, for series with few of them. */
  readonly dots?: boolean
  /** Label without its value, for lines that only give context. */
  readonly nameOnly?: boolean
}

export interface EditableFuture {
  /** Corners on the planned line, by ascending x. */
  readonly corners: readonly FutureCorner[]
  /** Receives all corners after one was moved. */
  readonly onChange: (corners: readonly FutureCorner[]) => void
}

export interface FutureCorner {
  /** Stays while the line grows, so that a corner being dragged is not taken for another. */
  readonly id: string
  readonly x: number
  readonly y: number
}

export interface ReferenceLine {
  readonly value: number
  readonly label: string
}

/** A range of y that holds figures nobody may see yet. */
export interface SealedArea {
  readonly from: number
  readonly to: number
  readonly title: string
  readonly note: string
}

export interface YAxis {
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
  /** Written after the topmost tick: "100 %". */
  readonly unit?: string
  readonly format?: (tick: number) => string
}

export interface XAxis {
  readonly domain: readonly [number, number]
  /** Written at the right end, also the name of x in the table: "epochs". */
  readonly name: string
  /** Only whole ticks, as for epochs. */
  readonly whole?: boolean
  /** Ends of the track that has happened; what follows is drawn as an empty track. */
  readonly now?: number
  /** In the empty track, when there is room: "not trained yet". */
  readonly futureNote?: string
  readonly hideTicks?: boolean
  /** Ticks of one's own with their text, for axes that are not linear in what they say. */
  readonly marks?: readonly { readonly at: number; readonly text: string }[]
  /** Ticks without the axis name, for small charts in a column. */
  readonly bare?: boolean
  /** A dotted line that stays, with dots on the series: the checkpoint in view. */
  readonly marker?: number
}

export interface LineChartData {
  readonly x: XAxis
  readonly y: YAxis
  readonly series: readonly LineSeries[]
  readonly references?: readonly ReferenceLine[]
  readonly zones?: readonly GuardZone[]
  readonly sealed?: SealedArea
}
