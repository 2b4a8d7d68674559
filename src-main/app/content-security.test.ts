import { expect, test } from 'vitest'
import { CONTENT_SECURITY_POLICY } from './content-security'

test('content security: nothing unsafe and no foreign origin is allowed', () => {
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-|\*|https?:|wss?:/)
  expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none'; script-src 'self';/)
})
