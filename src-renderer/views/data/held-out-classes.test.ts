import { Preparation } from '@shared/domain/preparation'
import type { Study, StudyData } from '@shared/domain/study'
import { describe, expect, test } from 'vitest'
import { divide, divisionProblem, drawUnseen, unseenOf, wholeFolder } from './held-out-classes'

const birds = { kind: 'folder', path: '/birds' } as const
const names = ['crane', 'heron', 'kite', 'owl', 'swan', 'wren']
const study = (data: Partial<StudyData>): Study => ({
  ...{ id: 's', name: 's', createdAt: '', updatedAt: '', demo: false },
  data: { source: null, target: null, images: { imageSize: 28 }, testFraction: 0.1, ...data },
})

describe('classes kept unseen', () => {
  test('a third is drawn: the same for the same seed, whatever the order of the names, and another for another', () => {
    const drawn = drawUnseen(names, 0)
    expect(drawn).toHaveLength(2)
    expect(drawUnseen([...names].reverse(), 0)).toEqual(drawn)
    expect(new Set([0, 1, 2, 3, 4].map((seed) => drawUnseen(names, seed).join())).size).toBeGreaterThan(1)
    expect(drawUnseen(names.slice(0, 4), 0)).toHaveLength(2)
  })

  test('both sides get their classes in the order of the folder, and every class is on one of them', () => {
    const { source, target } = divide(study({ source: birds }), birds, { classNames: names, unseen: ['owl', 'heron'] })
    expect(target).toEqual({ kind: 'classes', base: birds, classes: ['heron', 'owl'] })
    expect(source).toEqual({ kind: 'classes', base: birds, classes: ['crane', 'kite', 'swan', 'wren'] })
  })

  test('what the study does to the folder is done on both sides; another folder begins as it is stored', () => {
    const source = Preparation.parse({ invert: true, relabel: { a1: 'owl' } })
    const before = study({ source: birds, preparation: { source }, classMap: { Eule: 'owl' } })
    const division = { classNames: names, unseen: ['owl', 'wren'] }
    expect(divide(before, birds, division)).toMatchObject({
      preparation: { source, target: Preparation.parse({ invert: true }) },
      classMap: undefined,
    })
    expect(divide(before, { kind: 'folder', path: '/fish' }, division).preparation).toBeUndefined()
  })

  test('a divided study opens with its own division', () => {
    const divided = study(divide(study({}), birds, { classNames: names, unseen: ['owl', 'wren'] }))
    expect(wholeFolder(divided)).toEqual(birds)
    expect(unseenOf(divided, birds)).toEqual(['owl', 'wren'])
    expect(unseenOf(divided, { kind: 'folder', path: '/fish' })).toBeNull()
    expect(unseenOf(study({ source: birds, target: birds }), birds)).toBeNull()
  })

  test('two classes are needed on either side', () => {
    expect(divisionProblem(names.slice(0, 3), ['crane'])).toContain('Four classes')
    expect(divisionProblem(names, ['crane'])).toContain('at least two')
    expect(divisionProblem(names, names.slice(0, 5))).toContain('two classes to learn on')
    expect(divisionProblem(names, names.slice(0, 4))).toBeNull()
  })
})
