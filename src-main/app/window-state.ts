/** Size and place of the window from one start to the next, kept on a screen that still exists. */
import { z } from 'zod'

export const WINDOW_DEFAULT = { width: 1280, height: 800 } as const
export const WINDOW_MINIMUM = { width: 1024, height: 700 } as const

export const WindowState = z.object({
  x: z.number().int().nullable(),
  y: z.number().int().nullable(),
  width: z.number().int(),
  height: z.number().int(),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof WindowState>

export const FIRST_WINDOW_STATE: WindowState = { x: null, y: null, ...WINDOW_DEFAULT, maximized: false }

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The remembered state, with the place dropped when no work area shows enough of the title bar to grab it. */
export function fitWindowState(state: WindowState, workAreas: readonly Rectangle[]): WindowState {
  const width = Math.max(state.width, WINDOW_MINIMUM.width)
  const height = Math.max(state.height, WINDOW_MINIMUM.height)
  const { x, y } = state
  const visible = x !== null && y !== null && workAreas.some((area) => showsTitleBar({ x, y, width, height }, area))
  return { x: visible ? x : null, y: visible ? y : null, width, height, maximized: state.maximized }
}

function showsTitleBar(window: Rectangle, area: Rectangle): boolean {
  const grabPx = 100
  const overlap = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  return overlap >= grabPx && window.y >= area.y && window.y <= area.y + area.height - 40
}
