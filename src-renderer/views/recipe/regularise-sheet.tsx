/** Regularise: the switches of the recipe in its order, and what each gains on this study. */
import { type AblationPlan, FactorId } from '@shared/domain/campaign'
import { useEffect, useState } from 'react'
import { attempt } from '../../app/attempt'
import { Toasts } from '../../app/toasts'
import { campaignsOf, useCampaigns } from '../../stores/campaigns'
import { useView } from '../../stores/view'
import { Dialog } from '../../ui/dialog'
import { EmptyState } from '../../ui/empty-state'
import { Segmented } from '../../ui/segmented'
import { AblationTable } from './ablation-table'
import { AugmentationRows } from './augmentation-rows'
import styles from './campaign.module.css'
import { CampaignControls, CampaignStatus } from './campaign-controls'
import { Conclusion } from './conclusion'
import { type OpenRecipe, useOpenRecipe } from './use-recipe'

/** Those of regularising, in the order of the recipe, then those that refine. */
const words: Readonly<Record<FactorId, readonly [label: string, why: string]>> = {
  'more-data': ['More data', 'measured by taking half of it away'],
  augmentation: ['Augmentation', 'shifts of 2 px, turns of 10°, contrast'],
  normalisation: ['Batch normalisation', 'the same network with and without'],
  'smaller-batch': ['Smaller batch', 'half of it'],
  dropout: ['Dropout', 'on where it is off, off where it is on'],
  'weight-decay': ['Weight decay', '0.0005'],
  'label-smoothing': ['Label smoothing', '0.1'],
  'early-stopping': ['Early stopping', 'chosen on half of the held-out images, judged on the other; no run of its own'],
  'smaller-model': ['Smaller network', 'a quarter of the units'],
  'cosine-schedule': ['Cosine schedule', 'refining: the rate falls to zero'],
  'warm-cosine-schedule': ['Cosine with warm-up', 'refining: the rate climbs for a tenth, then falls'],
  'one-cycle-schedule': ['One cycle', 'refining: warm-up to three times the rate, and down'],
  'weight-averaging': ['Averaged weights', 'refining: moving average of 0.99'],
}

export function RegulariseSheet() {
  const open = useOpenRecipe()
  const showSheet = useView((state) => state.showSheet)
  return (
    <Dialog
      title="Regularise"
      subtitle="what each part of the recipe gains here; no target label is read"
      shape="wide"
      onClose={() => showSheet(null)}
      floating={<Toasts />}
    >
      {open?.look ? (
        <Sheet open={open} />
      ) : (
        <EmptyState title="Both folders are needed first" text="Switches are measured on the study's own images." />
      )}
    </Dialog>
  )
}

function Sheet({ open }: { readonly open: OpenRecipe }) {
  const look = open.look!
  const all = useCampaigns((state) => state.campaigns)
  const [design, setDesign] = useState<AblationPlan['design']>('one-factor')
  const [chosen, setChosen] = useState<readonly FactorId[]>(FactorId.options.slice(0, 9))
  useEffect(() => attempt(() => useCampaigns.getState().load(look.studyId)), [look.studyId])
  const [newest] = campaignsOf(all, look.studyId, 'ablation')
  const running = newest?.status === 'running' ? newest : null
  const methods = [...new Set(['source-only', look.setup.method])]
  return (
    <>
      <fieldset className={styles.factors}>
        <legend className="visually-hidden">Switches, in the order of the recipe</legend>
        {FactorId.options.map((id, at) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={() =>
                setChosen(
                  chosen.includes(id)
                    ? chosen.filter((one) => one !== id)
                    : FactorId.options.filter((one) => one === id || chosen.includes(one)),
                )
              }
            />
            <span>
              {at + 1}. {words[id][0]}
            </span>
            <small>{words[id][1]}</small>
          </label>
        ))}
      </fieldset>
      <AugmentationRows look={look} />
      <Segmented
        label="Design"
        value={design}
        onChange={setDesign}
        options={[
          { value: 'one-factor', label: 'One at a time', title: 'Each switch alone against the base' },
          { value: 'add-in-order', label: 'Add in order', title: 'Each switch on top of those before it' },
        ]}
      />
      <CampaignControls
        look={look}
        methods={methods}
        plan={{ kind: 'ablation', design, factors: chosen.length > 0 ? [...chosen] : [...FactorId.options.slice(0, 1)] }}
        running={running}
        startLabel="Queue the ablation"
      />
      {newest ? (
        <>
          <CampaignStatus campaign={newest} />
          <AblationTable campaign={newest} />
          <Conclusion campaign={newest} open={open} />
        </>
      ) : (
        <EmptyState
          title="Nothing has been tried yet"
          text="The base and each switch are trained with the same seeds and compared on held-out source images, with the interval of the difference. The runs enter the queue; they can be stopped and go on later."
        />
      )}
    </>
  )
}
