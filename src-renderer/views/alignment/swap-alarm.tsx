/** The alarm for classes that seem to lie on the wrong ones: what, why it is thought, and what can be done. */
import type { SwapSuspicion } from '@shared/domain/alignment'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import styles from './swap-alarm.module.css'
import { swapWords } from './swap-words'

export interface SwapAlarmProps {
  readonly suspicions: readonly SwapSuspicion[]
  readonly classNames: readonly string[]
  readonly aDistance: number | null
  /** Shows only these classes on the map. */
  readonly onShow: (classes: readonly number[]) => void
  /** Leads to where another method is chosen. */
  readonly onTryAnother: () => void
}

export function SwapAlarm({ suspicions, classNames, aDistance, onShow, onTryAnother }: SwapAlarmProps) {
  const [first] = suspicions
  if (!first) return null
  const { title, evidence } = swapWords(first, classNames, aDistance)
  const more = suspicions.length - 1
  return (
    <section className={styles.alarm} role="alert">
      <h2>
        <Icon name="warn" /> {title}
        {more > 0 && `, and ${more} more`}
      </h2>
      <p>{evidence} Only labels could prove it: they are read once, for the final report.</p>
      <div className={styles.actions}>
        <Button size="s" onClick={() => onShow(first.kind === 'swap' ? first.classes : [first.classId])}>
          {first.kind === 'swap' ? 'Show both' : 'Show it'}
        </Button>
        <Button size="s" onClick={onTryAnother}>
          Try another method
        </Button>
      </div>
    </section>
  )
}
