/** Classes matched by their names. */
import { expect, test } from 'vitest'
import { suggestClassMap } from './match-classes'

test('matching: case, numbering, plurals and number words do not matter', () => {
  expect(suggestClassMap(['0', 'Coffee Mug', 'bike', 'desk'], ['zero', '02_coffee-mug', 'Bikes', 'desk', 'lamp'])).toEqual({
    zero: '0',
    '02_coffee-mug': 'Coffee Mug',
    Bikes: 'bike',
    lamp: null,
  })
})

test('matching: a source class is given away once', () => {
  expect(suggestClassMap(['bike'], ['bike', 'Bikes'])).toEqual({ Bikes: null })
  expect(suggestClassMap(['bike'], ['BIKE', 'Bikes'])).toEqual({ BIKE: 'bike', Bikes: null })
})
