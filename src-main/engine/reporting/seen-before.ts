/** That a run was set up by somebody who could know target labels, in words for reports and cards. */

/** `reads`: of target labels that had been shown in the study before, at least one. */
export function seenBefore(reads: number): string {
  const times = reads === 1 ? 'once' : `${reads} times`
  return `Chosen after labels were seen: target labels had been read and shown ${times} in the study when this run was set up.`
}
