/** Images before and after without a model: the newest position of the sliders is asked for, one at a time. */
import type { Failure } from '@shared/contract/failure'
import type { PlainSource } from '@shared/domain/dataset'
import type { ShiftStack } from '@shared/domain/shift'
import type { ShiftPreview } from '@shared/domain/shift-scene'
import { useEffect, useRef, useState } from 'react'
import { engine } from '../../app/services'
import { toFailure } from '../../stores/failure'

const count = 20

export function usePreview(
  source: PlainSource | null,
  imageSize: number,
  shifts: ShiftStack,
): { readonly preview: ShiftPreview | null; readonly failure: Failure | null } {
  const [preview, setPreview] = useState<ShiftPreview | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const question = JSON.stringify({ source, imageSize, shifts })
  const newest = useRef(question)
  const busy = useRef(false)
  newest.current = question

  useEffect(() => {
    async function answer(): Promise<void> {
      if (busy.current) return
      busy.current = true
      let asked = ''
      while (asked !== newest.current) {
        asked = newest.current
        const now = JSON.parse(asked) as { source: PlainSource | null; imageSize: number; shifts: ShiftStack }
        if (!now.source) break
        try {
          const images = { imageSize: now.imageSize }
          setPreview(await engine.call('shift.preview', { source: now.source, role: 'source', images, shifts: now.shifts, count }))
          setFailure(null)
        } catch (error) {
          setFailure(toFailure(error))
        }
      }
      busy.current = false
    }
    if (question) void answer()
  }, [question])
  return { preview, failure }
}
