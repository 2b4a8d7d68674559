/** What a line of the results was measured for: the same declaration, the same key, whatever fields requests gain later. */
import { createHash } from 'node:crypto'
import type { RunRequest } from '@shared/domain/run'

/** The parts of a request that the results declare; everything else keeps its default. */
export function declarationOf(request: RunRequest): Partial<RunRequest> {
  const { source, target, images, testFraction, methods, backbone, epochs, batch, seeds, bare, settings, schedules } = request
  return { source, target, images, testFraction, methods, backbone, epochs, batch, seeds, bare, settings, schedules }
}

/** Sixteen hexadecimal digits. */
export function declaredKey(declared: unknown): string {
  return createHash('sha256').update(JSON.stringify(declared)).digest('hex').slice(0, 16)
}
