/** Imported domains in memory, the most recent few, so that a screen and a run share one import. */
import type { DomainSource, ImageSettings, ImportProgress } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { importDomain } from '../data/import-domain'
import type { ImportedDomain } from '../data/imported-domain'

export interface DomainRef {
  readonly source: DomainSource
  readonly role: DomainRole
  readonly images: ImageSettings
}

const capacity = 6

export class DomainStore {
  private readonly imported = new Map<string, ImportedDomain>()

  constructor(
    private readonly folders: { readonly cacheFolder: string; readonly builtInFolder: string },
    private readonly onProgress: (progress: ImportProgress) => void,
  ) {}

  /** Imports afresh: files may have changed since the last time; unchanged ones come from the decode cache. */
  async import(ref: DomainRef, signal: AbortSignal): Promise<ImportedDomain> {
    const domain = await importDomain({ ...ref, ...this.folders, signal, onProgress: this.onProgress })
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

  /** Drops what is in memory of a folder or pair; the next look imports it afresh. */
  forget(source: DomainSource): void {
    for (const key of this.imported.keys()) if (key.startsWith(`[${JSON.stringify(source)},`)) this.imported.delete(key)
  }
}

function keyOf({ source, role, images }: DomainRef): string {
  return JSON.stringify([source, role, images])
}
