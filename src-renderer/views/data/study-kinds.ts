/** The kinds of studies in words: what each asks, and what its two sides are. */
import type { StudyKind } from '@shared/domain/study'

interface KindWords {
  readonly label: string
  /** What the screen says it is about. */
  readonly asks: string
}

export const kindWords: Readonly<Record<StudyKind, KindWords>> = {
  adaptation: { label: 'Adaptation', asks: 'Two domains, looked at before anything is trained.' },
  generalization: { label: 'Generalization', asks: 'Several sources to learn from; the target is never seen, not even without labels.' },
  'few-shot': {
    label: 'Few-shot',
    asks: 'The source’s classes are learnt; the target’s are others, recognised from a few images of each.',
  },
  'zero-shot': {
    label: 'Zero-shot',
    asks: 'The source’s classes are learnt with their attributes; the target’s are recognised by theirs alone.',
  },
}
