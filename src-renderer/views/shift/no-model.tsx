/** The Shift screen without a model: images and their statistics work, and the map says how to get one. */

import type { RunRecord } from '@shared/domain/run'
import type { Study } from '@shared/domain/study'
import { isActive } from '../../stores/describe-run'
import { useShift } from '../../stores/shift'
import { stackAt } from '../../stores/shift-stack'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { Notice } from '../../ui/notice'
import { Panel } from '../../ui/panel'
import { CloudsSketch } from '../alignment/clouds-sketch'
import { BeforeAfter } from './before-after'
import styles from './no-model.module.css'
import { trainSourceOnly } from './shift-actions'
import { usePreview } from './use-preview'

export function NoModel({ study, run }: { readonly study: Study; readonly run: RunRecord | null }) {
  const { items, severity } = useShift()
  const shifts = stackAt(items, severity)
  const { preview, failure } = usePreview(study, shifts)
  const training = run !== null && isActive(run.status)
  const figures = preview?.statistics
  return (
    <>
      <BeforeAfter size={preview?.size ?? study.data.images.imageSize} before={preview?.before ?? null} after={preview?.after ?? null} />
      <section className={styles.map} aria-label="Feature map">
        {failure && <Notice tone="bad" message={failure.message} hint={failure.hint} />}
        <EmptyState
          picture={<CloudsSketch />}
          title={training ? 'The model is being trained' : 'The cloud of shifted images will be here'}
          text={
            training
              ? 'Its map, its accuracy against severity and its read-outs appear with its first checkpoint.'
              : 'It needs a model to look through. A source-only model of the digits takes about a minute, with the network that Train suggests; any run of this study will do.'
          }
          actions={
            training ? (
              <Button icon="train" onClick={() => useView.getState().goTo('train')}>
                Watch it train
              </Button>
            ) : (
              <Button
                variant="primary"
                icon="train"
                blocked={
                  study.data.target || severity > 0
                    ? null
                    : 'Choose a target on Data first, or pull a slider: the shifted source can be the target'
                }
                onClick={() => trainSourceOnly(study, shifts)}
              >
                Train source-only
              </Button>
            )
          }
        />
      </section>
      <Panel title="Pixel values" subtitle={`${preview?.count ?? 0} images`} className={styles.side}>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">
                <span className={styles.hidden}>Images</span>
              </th>
              <th scope="col">mean</th>
              <th scope="col">deviation</th>
            </tr>
          </thead>
          <tbody>
            {(['before', 'after'] as const).map((side) => (
              <tr key={side}>
                <th scope="row">{side === 'before' ? 'As they are' : 'Shifted'}</th>
                <td>{figures?.[side].mean.toFixed(3) ?? '–'}</td>
                <td>{figures?.[side].std.toFixed(3) ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={styles.foot}>
          Test-time adaptation needs a model as well: it appears here, under the read-outs, with the first checkpoint.
        </p>
      </Panel>
    </>
  )
}
