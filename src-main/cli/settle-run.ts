/** Runs a request to its end in a folder of its own, or goes on with the run that is there. */
import type { RunRecord, RunRequest } from '@shared/domain/run'
import { RunFolder } from '../storage/run-folder'
import type { EngineSession } from './engine-session'

/** Resolves with the record whatever became of the run; a finished one is not run again. An abort stops it with its checkpoint kept. */
export async function settleRun(
  { client, service }: EngineSession,
  { request, folder, name }: { readonly request: RunRequest; readonly folder: string; readonly name?: string },
  interrupt: AbortSignal,
): Promise<RunRecord> {
  let id: string
  if (await new RunFolder(folder).hasRecord()) {
    const found = await client.call('runs.open', { folder })
    id = found.id
    if (found.status !== 'done') await client.call('runs.resume', { runId: id })
  } else {
    id = (await client.call('runs.start', { studyId: null, request, folder, ...(name !== undefined && { name }) })).id
  }
  const cancel = (): void => void client.call('runs.cancel', { runId: id }).catch(() => undefined)
  interrupt.addEventListener('abort', cancel)
  if (interrupt.aborted) cancel()
  try {
    return await service.runs.whenSettled(id)
  } finally {
    interrupt.removeEventListener('abort', cancel)
  }
}
