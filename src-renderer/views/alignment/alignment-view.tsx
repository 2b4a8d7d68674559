/** The Alignment screen: are the domains together, and rightly so? */
import type { RunRecord } from '@shared/domain/run'
import { useEffect } from 'react'
import { useEmbedding } from '../../stores/embedding'
import { selectRun, useRuns } from '../../stores/runs'
import { selectStudy, useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { Screen } from '../../ui/screen'
import { shownTrial } from '../train/shown-trial'
import { CloudsSketch } from './clouds-sketch'
import { TrialMaps } from './trial-maps'

export function AlignmentView() {
  const studyId = useView((state) => state.studyId)
  const study = useStudies(selectStudy(studyId))
  const focused = useRuns(selectRun(useView((state) => state.focusRunId)))
  const picked = useView((state) => state.focusTrialId)
  const run: RunRecord | null = focused?.studyId === studyId ? focused : null
  const progress = useRuns((state) => (run ? (state.progress[run.id] ?? null) : null))
  const trial = run ? shownTrial(run, picked, progress) : null

  // Frames are only followed while someone looks; what is missed meanwhile is read again when a map is opened.
  useEffect(() => useEmbedding.getState().connect(), [])

  const start = (
    <Button variant="primary" icon="train" onClick={() => useView.getState().goTo('train')}>
      Go to Train
    </Button>
  )
  if (!study) return null
  if (!run || !trial) {
    return (
      <Screen title="Alignment" subtitle="Are the domains together, and rightly so?">
        <EmptyState
          picture={<CloudsSketch />}
          title="Two clouds of points will be here"
          text="Each point is an image, placed where the network holds it: source discs, target triangles. The map comes with the first run, before its first epoch, and moves as it trains."
          actions={start}
        />
      </Screen>
    )
  }
  return <TrialMaps key={`${run.id}/${trial.id}`} run={run} trial={trial} progress={progress} start={start} />
}
