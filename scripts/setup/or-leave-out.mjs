/** For data that one part of the product is made of and all others do without: where it cannot be had, set-up goes on. */
import { SetupProblem } from './setup-problem.mjs'

/** The step's outcome, or one of 0 bytes with a note of what is missing and what that means; faults of our own are thrown on. */
export async function orLeaveOut({ report }, { missing, consequence }, provide) {
  try {
    return await provide()
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    report.note(`no ${missing}: ${error.what}; ${consequence}`)
    return { summary: `left out: ${error.what}`, bytes: 0 }
  }
}
