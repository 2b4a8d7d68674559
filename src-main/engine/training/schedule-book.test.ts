import { describe, expect, it } from 'vitest'
import { ScheduleBook } from './schedule-book'

const own = (progress: number) => ({ learningRate: 0.01, lambda: progress })

describe('schedule book', () => {
  it('schedule book: without changes it gives the method’s own values', () => {
    const book = new ScheduleBook(own, 10)
    expect([0, 5, 9].map((step) => book.take(step).lambda)).toEqual([0, 0.5, 0.9])
    expect(book.names).toEqual(['learningRate', 'lambda'])
  })

  it('schedule book: a change holds from the next step on, straight between its corners and level outside them', () => {
    const book = new ScheduleBook(own, 10)
    book.take(3)
    const edit = book.edit('lambda', [
      { progress: 0.5, value: 0 },
      { progress: 0.7, value: 1 },
    ])
    expect(edit.fromStep).toBe(4)
    expect([3, 4, 5, 6, 7, 9].map((step) => Number(book.take(step).lambda.toFixed(6)))).toEqual([0.3, 0, 0, 0.5, 1, 1])
    expect(book.take(9).learningRate).toBe(0.01)
  })

  it('schedule book: one that is opened with the changes made before gives every step the values it had', () => {
    const first = new ScheduleBook(own, 20)
    const edits = []
    const given: number[] = []
    for (let step = 0; step < 20; step++) {
      given.push(first.take(step).lambda)
      if (step === 4) edits.push(first.edit('lambda', [{ progress: 0, value: 0.7 }]))
      if (step === 11) edits.push(first.edit('lambda', [{ progress: 1, value: 0.1 }]))
    }
    const second = new ScheduleBook(own, 20, edits)
    expect(Array.from({ length: 20 }, (_, step) => second.take(step).lambda)).toEqual(given)
    expect(given.slice(4, 7)).toEqual([0.2, 0.7, 0.7])
  })

  it('schedule book: plans show changes, and a schedule the method does not have is refused with those it has', () => {
    const book = new ScheduleBook(own, 96)
    book.edit('lambda', [{ progress: 0, value: 0.25 }])
    const [rate, lambda] = book.planned()
    expect(new Set(rate.value)).toEqual(new Set([0.01]))
    expect(new Set(lambda.value)).toEqual(new Set([0.25]))
    expect(lambda.progress.at(-1)).toBe(1)
    expect(() => book.edit('mu', [{ progress: 0, value: 1 }])).toThrow('no schedule named "mu"')
  })
})
