/** What every method must hold to, tested on each entry of the registry: a new method is covered by its registry line. */
import { MethodInfo } from '@shared/domain/method'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { listMethods, methods, resolveParams } from './registry'
import { describeTraining } from './testing/describe-training'
import { quickly } from './testing/quick-methods'

describe('registry', () => {
  it('registry: ids are unique and every entry fits the contract', () => {
    const infos = listMethods().map((info) => MethodInfo.parse(info))
    expect(new Set(infos.map((info) => info.id)).size).toBe(infos.length)
  })
})

describe.each(methods.map((method) => ({ id: method.id, method })))('$id', ({ id, method }) => {
  it(`${id}: has a label, a summary that ends in a stop, and a paper unless it is a reference`, () => {
    expect(method.label).not.toBe('')
    expect(method.summary).toMatch(/\.$/)
    if (method.family !== 'reference') expect(method.paper).not.toBeNull()
  })

  it(`${id}: every parameter has a default, a title, a description and a range; unknown ones are refused`, () => {
    const properties = (z.toJSONSchema(method.params, { io: 'input' }).properties ?? {}) as Record<string, Record<string, unknown>>
    for (const [name, property] of Object.entries(properties)) {
      expect(property, name).toMatchObject({ default: expect.anything(), title: expect.any(String), description: expect.any(String) })
      if (property.type === 'number' || property.type === 'integer') {
        expect(property, name).toMatchObject({ minimum: expect.any(Number), maximum: expect.any(Number) })
      }
    }
    expect(() => method.params.parse({ surelyNotAParameter: 1 })).toThrow()
    expect(() => resolveParams(method.params, { surelyNotAParameter: '1' })).toThrow('no setting named')
  })
})

describeTraining(methods.filter(({ id }) => quickly.has(id)))
