/** The optical digits are wanted but not needed: a set-up that cannot have them goes on and says so. */
import { expect, test } from 'vitest'
import { finishedMarker, runSteps } from './runner.mjs'
import { opticalDigits } from './steps/optical-digits.mjs'
import { fakeContext, put } from './testing/fake-context.mjs'

test('optical digits: without pip they are left out, told once, and the step counts as done', async () => {
  const { context, told } = fakeContext()
  await runSteps([opticalDigits], context)
  expect(told[0]).toBe('no optical digits: pip, which fetches the optical digits, was not found; the pairs made of them are left out')
  expect(finishedMarker(opticalDigits, context)?.details).toMatchObject({ bytes: 0 })
})

test('optical digits: a wheel that cannot be fetched leaves them out with the reason', async () => {
  const answers = {
    'python3 -m pip --version': { output: 'pip 23.0.1' },
    'python3 -m pip download': { code: 1, output: 'ERROR: no network' },
  }
  const { context, told } = fakeContext({ answers })
  await runSteps([opticalDigits], context)
  expect(told[0]).toContain('pip could not fetch scikit-learn 1.7.2 (ERROR: no network)')
})

test('optical digits: packed bytes that were deleted or cut make the step pending again', () => {
  const { context } = fakeContext()
  expect(opticalDigits.present(context, { bytes: 8 })).toBe(false)
  put(`${context.paths.data}/optical-digits.bin`, '12345678')
  put(`${context.paths.data}/optical-digits.json`, '{}')
  expect(opticalDigits.present(context, { bytes: 8 })).toBe(true)
  expect(opticalDigits.present(context, { bytes: 9 })).toBe(false)
})
