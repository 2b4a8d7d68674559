/** Where nothing is open yet: drop two folders, press "Try the digits", or go on with a recent study. */
import type { DomainSource } from '@shared/domain/dataset'
import { useEffect, useRef, useState } from 'react'
import { createStudy, nameAfter, tryTheDigits } from '../../app/actions'
import { attempt } from '../../app/attempt'
import { Logo } from '../../app/logo'
import { useScreenCommands } from '../../stores/commands'
import { useConnection } from '../../stores/connection'
import { useDatasets } from '../../stores/datasets'
import { useStudies } from '../../stores/studies'
import { Button } from '../../ui/button'
import { formatCount } from '../../ui/format'
import { ProgressBar } from '../../ui/progress-bar'
import { EngineFailure } from './engine-failure'
import { FolderZone } from './folder-zone'
import { RecentStudies } from './recent-studies'
import styles from './start-view.module.css'
import { ThreeSteps } from './three-steps'

export function StartView() {
  const health = useConnection((state) => state.health)
  const { studies: known, listed } = useStudies()
  const [source, setSource] = useState<DomainSource | null>(null)
  const [target, setTarget] = useState<DomainSource | null>(null)
  const [preparing, setPreparing] = useState(false)
  const [opening, setOpening] = useState(false)
  // The demo's own study appears only once it is opened, so that nothing moves under the pointer meanwhile.
  const settled = useRef(known)
  if (!preparing) settled.current = known
  const studies = settled.current
  const ready = health.state === 'ready'
  const blocked = ready ? null : 'The engine is not ready yet'

  const create = (data: { source: DomainSource | null; target: DomainSource | null }): void =>
    attempt(() => createStudy(nameAfter(data.source, data.target), data))
  const place = (side: 'source' | 'target', folder: DomainSource | null): void => {
    const next = { source, target, [side]: folder }
    setSource(next.source)
    setTarget(next.target)
  }
  // Two folders make a study, as soon as there is an engine to look at them.
  useEffect(() => {
    if (!ready || !source || !target) return
    setOpening(true)
    attempt(() => createStudy(nameAfter(source, target), { source, target }).finally(() => setOpening(false)))
  }, [ready, source, target])
  const demo = (): void => {
    if (blocked || preparing) return
    setPreparing(true)
    attempt(() => tryTheDigits().finally(() => setPreparing(false)))
  }
  useScreenCommands('start', [
    { id: 'start-demo', label: 'Try the digits', group: 'Actions', keys: 'Ctrl Enter', blocked, run: demo },
    { id: 'start-new', label: 'New study', group: 'Actions', blocked, run: () => create({ source, target }) },
  ])

  return (
    <div className={styles.start}>
      <div className={styles.column} data-first={studies.length === 0 || undefined}>
        <header className={styles.head}>
          <Logo size={36} />
          <div>
            <h1>Does adaptation help here?</h1>
            <p>Bring images from two domains, train one network for both, and see whether it works. Everything stays on this machine.</p>
          </div>
        </header>
        {health.state === 'failed' && <EngineFailure />}
        <div className={styles.zones}>
          <FolderZone domain="source" folder={source} onFolder={(folder) => place('source', folder)} />
          <FolderZone domain="target" folder={target} onFolder={(folder) => place('target', folder)} />
        </div>
        <div className={styles.actions}>
          <Button variant="primary" icon="play" blocked={blocked} disabled={preparing} onClick={demo}>
            Try the digits
          </Button>
          <Button icon="plus" blocked={blocked} onClick={() => create({ source, target })}>
            New study
          </Button>
          {preparing ? (
            <DemoProgress />
          ) : (
            <p className={styles.note} role="status">
              {opening ? 'Opening the study …' : 'The digits come with the lab: a DANN run on them is moving in seconds.'}
            </p>
          )}
        </div>
        {studies.length === 0 && <ThreeSteps waiting={!listed} />}
      </div>
      {studies.length > 0 && <RecentStudies studies={studies} />}
    </div>
  )
}

function DemoProgress() {
  const importing = useDatasets((state) => state.domains)
  const progress = Object.values(importing).flatMap((domain) => (domain.status === 'importing' && domain.progress ? [domain.progress] : []))
  const done = progress.reduce((sum, one) => sum + one.done, 0)
  const total = progress.reduce((sum, one) => sum + one.total, 0)
  return (
    <div className={styles.preparing} role="status">
      <span>{total > 0 ? `Preparing digits: ${formatCount(done)} of ${formatCount(total)}` : 'Preparing digits'}</span>
      <ProgressBar value={total > 0 ? done / total : null} label="Preparing digits" />
    </div>
  )
}
