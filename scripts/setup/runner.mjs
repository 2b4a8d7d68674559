/** Runs the steps that are not done yet. Knows nothing of what they do, so that every interruption can be tested with fakes. */
import { readMarker, removeMarker, writeMarker } from './marker.mjs'
import { sha256 } from './sha256.mjs'

const inputsOf = (step, context) => sha256(JSON.stringify(step.inputs(context)))

/** The marker of a step whose inputs are the same as then and whose outcome is still there; else null. */
export function finishedMarker(step, context) {
  const marker = readMarker(context.paths.state, step.id)
  try {
    if (marker === null || marker.inputs !== inputsOf(step, context)) return null
    return step.present(context, marker.details) ? marker : null
  } catch {
    return null
  }
}

/** Steps that must run: not finished, or built upon one that must run. */
export function pendingSteps(steps, context) {
  const pending = new Set()
  for (const step of steps) {
    const undermined = (step.dependsOn ?? []).some((id) => pending.has(id))
    if (undermined || finishedMarker(step, context) === null) pending.add(step.id)
  }
  return steps.filter((step) => pending.has(step.id))
}

/**
 * Runs what is pending, in order. A step's marker goes before its work starts and comes back only after it: killed anywhere,
 * the next run starts at the step that was interrupted. Returns the ids of the steps that ran.
 */
export async function runSteps(steps, context) {
  const pending = new Set(pendingSteps(steps, context).map((step) => step.id))
  for (const [index, step] of steps.entries()) {
    if (!pending.has(step.id)) continue
    context.report.begin({ number: index + 1, total: steps.length, title: step.title })
    removeMarker(context.paths.state, step.id)
    const inputs = inputsOf(step, context)
    const { summary, ...details } = await step.run(context)
    writeMarker(context.paths.state, step.id, { inputs, details: { ...details, summary } })
    context.report.done(summary)
  }
  return [...pending]
}
