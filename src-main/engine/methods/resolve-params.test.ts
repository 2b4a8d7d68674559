import { AppError, type Failure } from '@shared/contract/failure'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { nearestName } from './nearest-name'
import { resolveParams, splitOverrides } from './resolve-params'

const schema = z.strictObject({
  learningRate: z.number().min(0).max(1).default(0.001),
  layers: z.number().int().min(1).max(9).default(2),
  nesterov: z.boolean().default(false),
  optimizer: z.enum(['adam', 'sgd']).default('adam'),
})
const other = z.strictObject({ learningRate: z.number().default(5), imageSize: z.number().int().min(8).max(512).optional() })

function failureOf(work: () => unknown): Failure {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error.toFailure()
    throw error
  }
  throw new Error('expected an AppError')
}

describe('parameters', () => {
  it('parameters: text becomes what the schema asks for, and defaults fill the rest', () => {
    expect(resolveParams(schema, { learningRate: '5e-2', layers: '3', nesterov: 'true', optimizer: 'sgd' })).toEqual({
      learningRate: 0.05,
      layers: 3,
      nesterov: true,
      optimizer: 'sgd',
    })
    expect(resolveParams(schema, {})).toEqual({ learningRate: 0.001, layers: 2, nesterov: false, optimizer: 'adam' })
    expect(resolveParams(schema, { learningRate: 0.5, nesterov: true })).toMatchObject({ learningRate: 0.5, nesterov: true })
  })
  it('parameters: an unknown name is refused with the nearest and all known ones', () => {
    const failure = failureOf(() => resolveParams(schema, { learningrat: '1' }))
    expect(failure.code).toBe('invalid-input')
    expect(failure.message).toContain('"learningrat"')
    expect(failure.hint).toBe('Did you mean learningRate? Known: layers, learningRate, nesterov, optimizer.')
    expect(failure.field).toBe('settings.learningrat')
  })
  it('parameters: names every object has by itself are unknown too', () => {
    for (const key of ['toString', 'constructor', '__proto__']) {
      expect(failureOf(() => resolveParams(schema, Object.fromEntries([[key, '1']]))).code).toBe('invalid-input')
    }
  })
  for (const [key, value, hint] of [
    ['learningRate', '2', 'Give a number from 0 up to 1.'],
    ['learningRate', 'fast', 'Give a number from 0 up to 1.'],
    ['learningRate', '', 'Give a number from 0 up to 1.'],
    ['layers', '2.5', 'Give a whole number from 1 up to 9.'],
    ['nesterov', 'yes', 'Give true or false.'],
    ['optimizer', 'rmsprop', 'Give one of: adam, sgd.'],
  ] as const) {
    it(`parameters: ${key}=${value === '' ? '(nothing)' : value} is refused with what is allowed`, () => {
      const failure = failureOf(() => resolveParams(schema, { [key]: value }, '--set'))
      expect(failure).toMatchObject({ code: 'invalid-input', message: `${key} cannot be "${value}".`, hint, field: `--set.${key}` })
    })
  }
  it('parameters: each override reaches every schema that knows it, and no other', () => {
    expect(splitOverrides({ learningRate: '0.5', imageSize: '32' }, [schema, other])).toEqual([
      { learningRate: 0.5, layers: 2, nesterov: false, optimizer: 'adam' },
      { learningRate: 0.5, imageSize: 32 },
    ])
    expect(splitOverrides({}, [other])).toEqual([{ learningRate: 5 }])
  })
  it('parameters: a name known to no schema lists those of all schemas', () => {
    expect(failureOf(() => splitOverrides({ zzz: 1 }, [schema, other])).hint).toBe(
      'Known: imageSize, layers, learningRate, nesterov, optimizer.',
    )
  })
})

describe('nearest name', () => {
  it('nearest name: forgives a few letters and the case, not a different word', () => {
    expect(nearestName('dan', ['cdan', 'dann', 'tent'])).toBe('cdan')
    expect(nearestName('LAMBDAMAX', ['lambdaMax', 'lambdaGamma'])).toBe('lambdaMax')
    expect(nearestName('momentun', ['momentum', 'optimizer'])).toBe('momentum')
    expect(nearestName('rate', ['momentum', 'optimizer'])).toBeNull()
  })
})
