/** What came of a campaign, and the button that prepares a run with it. */
import type { Campaign } from '@shared/domain/campaign'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import styles from './campaign.module.css'
import { takeRemedy } from './take-remedy'
import type { OpenRecipe } from './use-recipe'

export function Conclusion({ campaign: { conclusion, best, variants }, open }: { readonly campaign: Campaign; readonly open: OpenRecipe }) {
  if (conclusion === '') return null
  const label = variants.find(({ id }) => id === best?.variant)?.label.replace(/^\+ /, '')
  return (
    <div className={styles.conclusion}>
      <p>{conclusion}</p>
      {best && (
        <Button
          variant="primary"
          onClick={() => {
            useView.getState().showSheet(null)
            takeRemedy({ label: `Prepare a run with ${label}`, does: { kind: 'prepare', change: best.change } }, open)
          }}
        >
          Prepare a run with {label}
        </Button>
      )}
    </div>
  )
}
