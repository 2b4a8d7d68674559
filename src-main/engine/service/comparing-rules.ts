/** How finished runs are compared in this app: its validators, and its methods by their names. */
import type { CompareOptions } from '../evaluation/compare-runs'
import { validators } from '../evaluation/validators/registry'
import { findMethod, meetsNewClasses } from '../methods/registry'

export const comparingRules: CompareOptions = {
  labelOf: (id) => findMethod(id).label,
  meetsNewClasses: (id) => meetsNewClasses(findMethod(id)),
  validators,
}
