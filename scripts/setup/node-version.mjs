/** Says whether this Node can run Shiftlab, in syntax that much older versions of Node still understand. */

const oldest = [20, 19]

/** `version` as in `process.versions.node`; returns one sentence naming the problem, or null. */
export function nodeVersionProblem(version) {
  const [major, minor] = version.split('.').map(Number)
  const enough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
  if (enough) return null
  return `Shiftlab needs Node ${oldest.join('.')} or later and this is Node ${version}; install a newer Node and run the command again.`
}

/** Ends the process with exit status 1 and the sentence above where this Node is too old. */
export function requireNode() {
  const problem = nodeVersionProblem(process.versions.node)
  if (problem === null) return
  process.stderr.write(`${problem}\n`)
  process.exit(1)
}
