/** Moves of adversarial training as `--moves` takes them: `discriminator:5,encoder:3`. */
import { AppError } from '@shared/contract/failure'
import { AdversarySide, MOST_MOVES } from '@shared/domain/adversary'

/** A side without a number moves once. Throws `invalid-input` naming the flag. */
export function readMoves(text: string): AdversarySide[] {
  const moves = text.split(',').flatMap((part) => {
    const [name, times = '1'] = part.trim().split(':')
    const side = AdversarySide.safeParse(name)
    if (!side.success || !/^[1-9]\d{0,2}$/.test(times)) {
      throw new AppError(
        'invalid-input',
        `"${part}" is no move.`,
        `Give ${AdversarySide.options.join(' or ')}, each with how often: discriminator:5,encoder:3.`,
        '--moves',
      )
    }
    return Array<AdversarySide>(Number(times)).fill(side.data)
  })
  if (moves.length <= MOST_MOVES) return moves
  throw new AppError('invalid-input', `${moves.length} moves were given.`, `Give ${MOST_MOVES} or fewer.`, '--moves')
}
