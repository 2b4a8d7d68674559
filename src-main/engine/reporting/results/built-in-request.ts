/** A built-in pair's own set-up as a request. */
import { RunRequest } from '@shared/domain/run'
import { findBuiltInPair } from '../../data/built-in-pairs'

/** `differs`: what is asked for in place of the pair's own, or beside it. */
export function builtInRequest(pair: string, differs: Readonly<Partial<RunRequest>> & Pick<RunRequest, 'methods' | 'seeds'>): RunRequest {
  const { imageSize, ...suggested } = findBuiltInPair(pair).pair.suggested
  return RunRequest.parse({
    source: { kind: 'built-in', pair, role: 'source' },
    target: { kind: 'built-in', pair, role: 'target' },
    ...suggested,
    images: { imageSize },
    ...differs,
  })
}
