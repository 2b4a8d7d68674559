/** A failure that the user can mend: what happened and what to do, told as one sentence. */
export class SetupProblem extends Error {
  /**
   * @param {string} what what failed and why, without a final full stop
   * @param {string} remedy what to do, starting in lower case, without a final full stop
   */
  constructor(what, remedy) {
    super(`${what}; ${remedy}.`)
    this.name = 'SetupProblem'
    this.what = what
    this.remedy = remedy
  }
}
