/** JSON Schema as zod derives it, read into fields and checked by field. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readFields } from './read-fields'
import { validateValues } from './validate-fields'

const params = z.strictObject({
  learningRate: z.number().positive().max(1).default(0.001).meta({ title: 'Learning rate', scale: 'log' }),
  lambdaMax: z.number().min(0).max(10).default(1).meta({ title: 'Domain weight', unit: '×', description: 'Weight at the end.' }),
  hidden: z.number().int().min(8).default(100),
  optimiser: z
    .enum(['adam', 'sgd'])
    .default('adam')
    .meta({ labels: { sgd: 'SGD' } }),
  separateBatchNorm: z.boolean().default(true),
  layers: z.array(z.number()).default([]),
})
const schema = z.toJSONSchema(params, { io: 'input' })

describe('reading fields', () => {
  test('gives every scalar with its default, range, unit and scale', () => {
    const fields = Object.fromEntries(readFields(schema).map((field) => [field.name, field]))
    expect(fields.learningRate).toMatchObject({
      kind: 'number',
      title: 'Learning rate',
      default: 0.001,
      min: 0,
      minExclusive: true,
      max: 1,
      scale: 'log',
    })
    expect(fields.lambdaMax).toMatchObject({
      kind: 'number',
      unit: '×',
      description: 'Weight at the end.',
      min: 0,
      minExclusive: false,
      max: 10,
    })
    expect(fields.optimiser).toMatchObject({
      kind: 'choice',
      options: ['adam', 'sgd'],
      labels: { adam: 'Adam', sgd: 'SGD' },
      default: 'adam',
    })
    expect(fields.separateBatchNorm).toMatchObject({ kind: 'switch', default: true })
  })
  test('names a field without a title after its key', () => {
    expect(readFields(schema).find((field) => field.name === 'separateBatchNorm')?.title).toBe('Separate batch norm')
  })
  test('leaves out the limits of safe integers, which are no range', () => {
    expect(readFields(schema).find((field) => field.name === 'hidden')).toMatchObject({ integer: true, min: 8, max: null })
  })
  test('leaves out what is no scalar', () => {
    expect(readFields(schema).map((field) => field.name)).not.toContain('layers')
  })
})

describe('validation', () => {
  test('finds nothing wrong with defaults and with values in range', () => {
    expect(validateValues(schema, {})).toEqual({})
    expect(validateValues(schema, { learningRate: 0.01, optimiser: 'sgd', hidden: 8, separateBatchNorm: false })).toEqual({})
  })
  test('names what is wrong, by field', () => {
    expect(validateValues(schema, { learningRate: 0, lambdaMax: 11, hidden: 8.5, optimiser: 'adagrad' })).toEqual({
      learningRate: 'Enter a value above 0 and of at most 1.',
      lambdaMax: 'Enter a value from 0 to 10.',
      hidden: 'Enter a whole number of at least 8.',
      optimiser: 'Choose one of Adam, SGD.',
    })
  })
  test('does not take an unfinished number for a value', () => {
    expect(validateValues(schema, { lambdaMax: Number.NaN })).toEqual({ lambdaMax: 'Enter a number from 0 to 10.' })
  })
  test('agrees with the schema it was derived from', () => {
    for (const lambdaMax of [-1, 0, 5, 10, 10.01]) {
      expect(Object.keys(validateValues(schema, { lambdaMax })).length === 0).toBe(params.safeParse({ lambdaMax }).success)
    }
    for (const learningRate of [-1, 0, 1e-9, 1, 1.0001]) {
      expect(Object.keys(validateValues(schema, { learningRate })).length === 0).toBe(params.safeParse({ learningRate }).success)
    }
  })
})
