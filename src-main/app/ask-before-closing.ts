/** The question that a window asks before it closes on a training. */
import { type BrowserWindow, dialog } from 'electron'
import type { ClosingAnswer } from './windowless'

const answers: readonly ClosingAnswer[] = ['go-on', 'stop', 'stay']

export async function askBeforeClosing(window: BrowserWindow | null): Promise<ClosingAnswer> {
  const options: Electron.MessageBoxOptions = {
    type: 'question',
    title: 'Shiftlab',
    message: 'A run is training.',
    detail: 'It can go on without a window: start Shiftlab again to see it. Shiftlab quits by itself when the queue is done.',
    buttons: ['Close and go on training', 'Stop at a checkpoint and quit', 'Stay'],
    defaultId: 0,
    cancelId: 2,
  }
  const { response } = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
  return answers[response] ?? 'stay'
}
