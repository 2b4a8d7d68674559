/** The conformance of every method that the quick tests leave out: each trains the toy task a dozen times. */
import { methods } from './registry'
import { describeTraining } from './testing/describe-training'
import { quickly } from './testing/quick-methods'

describeTraining(methods.filter(({ id }) => !quickly.has(id)))
