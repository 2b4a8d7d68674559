import { AppError } from '@shared/contract/failure'
import { describe, expect, it } from 'vitest'
import { resume } from './commands/resume'
import { describeFailure } from './describe-failure'
import { runFlags } from './run-flags'

const refusal = (message: string, field?: string) => new AppError('invalid-input', message, 'Do this.', field)

describe('describe failure', () => {
  it('describe failure: what the message names already is not said twice', () => {
    expect(describeFailure(refusal('--method is missing.', '--method'), runFlags)).toBe('--method is missing. Do this.')
  })
  it('describe failure: a field of the contract is called by the flag that sets it', () => {
    expect(describeFailure(refusal('The run is done.', 'runId'), resume.flags)).toBe('--run: The run is done. Do this.')
    expect(describeFailure(refusal('epochs is too large.', 'settings.epochs'), runFlags)).toBe('--set: epochs is too large. Do this.')
    expect(describeFailure(refusal('/x cannot be written.', 'out'), runFlags)).toBe('--out: /x cannot be written. Do this.')
  })
  it('describe failure: a field that no flag sets keeps its name, and none needs none', () => {
    expect(describeFailure(refusal('It is no folder.', 'DIR'), resume.flags)).toBe('DIR: It is no folder. Do this.')
    expect(describeFailure(refusal('It failed.'), resume.flags)).toBe('It failed. Do this.')
  })
})
