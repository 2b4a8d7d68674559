/** Recognising classes that are named on the spot. */
import { RecogniseRequest, Recognition } from '../../domain/recognition'

export const recognitionCommands = {
  /** Uses the trial's last checkpoint and the images that stand for each class; nothing is trained, and no label of the target is read. */
  'fewShot.recognise': { input: RecogniseRequest, output: Recognition },
}
