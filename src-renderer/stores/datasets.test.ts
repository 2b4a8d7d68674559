/** The import of a study's domains, and how problems keep it from training. */
import { engineContract } from '@shared/contract/engine'
import type { DomainSource } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { createClient } from '@shared/rpc/client'
import { createPortPair } from '@shared/rpc/port'
import { createServer } from '@shared/rpc/server'
import { describe, expect, test, vi } from 'vitest'
import { createFakeEngine } from '../../e2e/fixtures/fake-engine'
import { createDatasetsStore, domainKey, whyNotRun } from './datasets'

function connect(options: { readonly speed: number }) {
  const fake = createFakeEngine({ scene: 'empty', speed: options.speed })
  const [near, far] = createPortPair()
  const server = createServer(engineContract, far, fake.handlers, { log: (text) => expect.fail(text) })
  fake.listen(server.emit)
  const store = createDatasetsStore({ engine: createClient(engineContract, near) })
  store.getState().connect()
  return store
}

const folder = (path: string): DomainSource => ({ kind: 'folder', path })

function study(source: DomainSource | null, target: DomainSource | null): Study {
  const time = '2024-01-01T00:00:00.000Z'
  return {
    id: 'study',
    name: 'Study',
    createdAt: time,
    updatedAt: time,
    demo: false,
    data: { source, target, images: { imageSize: 28 }, testFraction: 0.1 },
  }
}

describe('a study can train', () => {
  test('only after both domains were imported and compared', async () => {
    const datasets = connect({ speed: 0 })
    const whole = study(folder('/a'), folder('/b'))
    expect(whyNotRun(null, datasets.getState())).toContain('Open a study')
    expect(whyNotRun(study(null, null), datasets.getState())).toContain('source')
    expect(whyNotRun(study(folder('/a'), null), datasets.getState())).toContain('target')
    expect(whyNotRun(whole, datasets.getState())).toContain('still being imported')
    await datasets.getState().sync(whole)
    expect(whyNotRun(whole, datasets.getState())).toBeNull()
  })

  test('not while a problem blocks it, and the reason names problem and remedy', async () => {
    const datasets = connect({ speed: 0 })
    const differing = study(folder('/digits'), folder('/words-digits'))
    await datasets.getState().sync(differing)
    expect(datasets.getState().pairs.study?.problems?.[0]?.blocks).toBe(true)
    expect(whyNotRun(differing, datasets.getState())).toMatch(/Class names differ.*Rename/)
  })

  test('with problems that do not block', async () => {
    const datasets = connect({ speed: 0 })
    const broken = study(folder('/broken-digits'), folder('/digits'))
    await datasets.getState().sync(broken)
    expect(datasets.getState().pairs.study?.problems).toHaveLength(1)
    expect(whyNotRun(broken, datasets.getState())).toBeNull()
  })

  test('not with a folder that cannot be read; another folder mends it', async () => {
    const datasets = connect({ speed: 0 })
    const missing = study(folder('/missing'), folder('/b'))
    await datasets.getState().sync(missing)
    expect(whyNotRun(missing, datasets.getState())).toMatch(/\/missing is not there/)
    const mended = study(folder('/a'), folder('/b'))
    await datasets.getState().sync(mended)
    expect(whyNotRun(mended, datasets.getState())).toBeNull()
  })

  test('not on the word of a check of other folders', async () => {
    const datasets = connect({ speed: 0 })
    await datasets.getState().sync(study(folder('/a'), folder('/b')))
    const changed = study(folder('/a'), folder('/words-digits'))
    expect(whyNotRun(changed, { ...datasets.getState() })).toContain('still being compared')
  })
})

describe('imports', () => {
  test('a target chosen while the source is still importing is checked once both are there', async () => {
    const datasets = connect({ speed: 20 })
    const first = datasets.getState().sync(study(folder('/a'), null))
    await vi.waitFor(() => expect(datasets.getState().domains[domainKey('study', 'source')]?.status).toBe('importing'))
    await Promise.all([first, datasets.getState().sync(study(folder('/a'), folder('/b')))])
    expect(datasets.getState().pairs.study?.problems).toEqual([])
  })

  test('a cancelled import says so and can be taken up again', async () => {
    const datasets = connect({ speed: 1 })
    const whole = study(folder('/a'), null)
    const importing = datasets.getState().sync(whole)
    await vi.waitFor(() => expect(datasets.getState().domains[domainKey('study', 'source')]?.progress?.total).toBe(4500))
    datasets.getState().cancelImport('study', 'source')
    await importing
    expect(datasets.getState().domains[domainKey('study', 'source')]).toMatchObject({ status: 'cancelled', failure: null })
    expect(whyNotRun(study(folder('/a'), folder('/b')), datasets.getState())).toContain('was cancelled')
  })

  test('syncing an unchanged study imports nothing again', async () => {
    const datasets = connect({ speed: 0 })
    const whole = study(folder('/a'), folder('/b'))
    await datasets.getState().sync(whole)
    const before = datasets.getState().domains
    await datasets.getState().sync(structuredClone(whole))
    expect(datasets.getState().domains).toBe(before)
  })
})
