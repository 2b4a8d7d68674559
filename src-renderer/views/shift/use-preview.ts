/** Images before and after without a model: the newest position of the sliders is asked for, one at a time. */
import type { Failure } from '@shared/contract/failure'
import type { DomainRef } from '@shared/domain/dataset'
import type { ShiftStack } from '@shared/domain/shift'
import type { ShiftPreview } from '@shared/domain/shift-scene'
import type { Study } from '@shared/domain/study'
import { useEffect, useRef, useState } from 'react'
import { engine } from '../../app/services'
import { domainRef } from '../../stores/datasets'
import { toFailure } from '../../stores/failure'
import { plainSource } from './shift-actions'

const count = 20

/** The study's source as it is fed, under these shifts in place of its own. */
export function usePreview(study: Study, shifts: ShiftStack): { readonly preview: ShiftPreview | null; readonly failure: Failure | null } {
  const [preview, setPreview] = useState<ShiftPreview | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const domain = domainRef({ ...study, data: { ...study.data, source: plainSource(study) } }, 'source')
  const question = JSON.stringify({ domain, shifts })
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
        const now = JSON.parse(asked) as { domain: DomainRef | null; shifts: ShiftStack }
        if (!now.domain) break
        try {
          setPreview(await engine.call('shift.preview', { ...now.domain, shifts: now.shifts, count }))
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
