/** Imported domains, the most recent few, so that a screen and a run share one import. */
import type { DomainRef, DomainSource, ImportProgress, PairRef } from '@shared/domain/dataset'
import { asStored } from '@shared/domain/preparation'
import { type ImportRequest, importDomain } from '../data/import-domain'
import type { ImportedDomain } from '../data/imported-domain'

const capacity = 6

export class DomainStore {
  private readonly imported = new Map<string, ImportedDomain>()

  constructor(
    private readonly means: Pick<ImportRequest, 'cacheFolder' | 'builtInFolder' | 'decodingThreads'>,
    private readonly onProgress: (progress: ImportProgress) => void,
  ) {}

  /** Imports afresh: files may have changed since the last time; unchanged ones come from the decode cache. */
  async import(ref: DomainRef, signal: AbortSignal): Promise<ImportedDomain> {
    const domain = await importDomain({ ...ref, ...this.means, signal, onProgress: this.onProgress })
    const key = keyOf(ref)
    this.imported.delete(key)
    this.imported.set(key, domain)
    for (const oldest of [...this.imported.keys()].slice(0, -capacity)) this.imported.delete(oldest)
    return domain
  }

  /** The domain as last imported; imports it when it is not in memory. */
  async get(ref: DomainRef, signal: AbortSignal): Promise<ImportedDomain> {
    return this.imported.get(keyOf(ref)) ?? this.import(ref, signal)
  }

  /** Both domains of a pair, prepared as it says. */
  async pair(
    { source, target, images, preparation }: Pick<PairRef, 'source' | 'target' | 'images' | 'preparation'>,
    signal: AbortSignal,
  ): Promise<{ readonly source: ImportedDomain; readonly target: ImportedDomain }> {
    return {
      source: await this.get({ source, role: 'source', images, preparation: preparation?.source }, signal),
      target: await this.get({ source: target, role: 'target', images, preparation: preparation?.target }, signal),
    }
  }

  /** Drops what is in memory of a folder or pair; the next look imports it afresh. */
  forget(source: DomainSource): void {
    for (const key of this.imported.keys()) if (key.startsWith(`[${JSON.stringify(source)},`)) this.imported.delete(key)
  }
}

function keyOf({ source, role, images, preparation = asStored }: DomainRef): string {
  return JSON.stringify([source, role, images, preparation])
}
