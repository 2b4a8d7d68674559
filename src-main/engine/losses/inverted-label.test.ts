import { expect, it } from 'vitest'
import { tf } from '../backend/tensorflow'
import { invertedLabel } from './inverted-label'
import { mean, read, rowsOf, softmax, tensorOf } from './testing/naive'

it('inverted label: equals the mean of −log softmax(t)[source], computed naively', () => {
  tf.tidy(() => {
    const rows = rowsOf(5, 2)
    expect(read(invertedLabel(tensorOf(rows)))).toBeCloseTo(mean(rows.map((row) => -Math.log(softmax(row)[0]))), 5)
  })
})
