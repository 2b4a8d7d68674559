/** The controls over the boundary: one move of the discriminator, one of the encoder, or both in turns and slowly. */
import { Button } from '../../ui/button'
import { Segmented } from '../../ui/segmented'
import styles from './adversary-bar.module.css'
import { moveWords } from './adversary-words'
import type { AdversaryView } from './use-adversary'

export type PlaneGround = 'class' | 'domain'

export interface AdversaryBarProps {
  readonly view: AdversaryView
  readonly ground: PlaneGround
  readonly onGround: (ground: PlaneGround) => void
}

const grounds = [
  { value: 'class', label: 'Class', title: 'The ground is the class the model decides for' },
  { value: 'domain', label: 'Domain', title: 'The ground is the domain the discriminator takes a point for; faint where it cannot tell' },
] as const

export function AdversaryBar({ view, ground, onGround }: AdversaryBarProps) {
  const { moves, state, busy, slow, failure, blocked, move, setSlow, startOver } = view
  const waiting = blocked ?? (busy ? 'The move before it is being worked out' : null)
  const words = failure ?? (state ? moveWords(moves.slice(0, state.figures.length - 1), state.figures) : 'Working out the arrows')
  return (
    <section className={styles.bar} aria-label="Adversary">
      <Button
        size="s"
        blocked={slow ? 'Slow motion moves both' : waiting}
        onClick={() => move('discriminator')}
        title="It learns to tell the domains apart; the encoder stays"
      >
        Step discriminator
      </Button>
      <Button
        size="s"
        blocked={slow ? 'Slow motion moves both' : waiting}
        onClick={() => move('encoder')}
        title="It learns the classes and to be mistaken; the discriminator stays"
      >
        Step encoder
      </Button>
      <Button
        size="s"
        icon={slow ? 'pause' : 'play'}
        pressed={slow}
        blocked={slow ? null : blocked}
        onClick={() => setSlow(!slow)}
        title="Both in turns, a move a second"
      >
        Slow motion
      </Button>
      <Button size="s" variant="quiet" icon="reset" blocked={moves.length === 0 ? 'Nothing has moved yet' : null} onClick={startOver}>
        Start over
      </Button>
      <Segmented label="Ground" options={grounds} value={ground} onChange={onGround} />
      <output
        className={styles.words}
        data-failed={failure !== null || undefined}
        title={`${words}. Arrows: where a point would have to go to be mistaken for the other domain. The moves are made on a copy of the checkpoint; the run stays as it is.`}
      >
        {words}
      </output>
    </section>
  )
}
