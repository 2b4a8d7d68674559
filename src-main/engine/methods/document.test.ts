import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { listStreamMethods } from '../test-time/registry'
import { documentMethod } from './document'
import { listMethods } from './registry'

const folder = fileURLToPath(new URL('../../../docs/methods/', import.meta.url))
const listed = [...listMethods(), ...listStreamMethods()]
const update = process.env.UPDATE_DOCS === '1'

describe('method pages', () => {
  for (const info of listed) {
    it(`docs/methods/${info.id}.md is what the registry says (UPDATE_DOCS=1 writes it)`, () => {
      const file = `${folder}${info.id}.md`
      if (update) {
        mkdirSync(folder, { recursive: true })
        writeFileSync(file, documentMethod(info))
      }
      expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(documentMethod(info))
    })
  }
  it('docs/methods has no page of a method that is gone', () => {
    const pages = readdirSync(folder).filter((name) => name !== 'README.md')
    expect(pages.sort()).toEqual(listed.map((info) => `${info.id}.md`).sort())
  })
})
