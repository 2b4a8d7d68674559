/** Undo, toasts and the two marks for Compare. */
import { describe, expect, test } from 'vitest'
import { createViewStore } from './view'

describe('undo', () => {
  test('takes things back in reverse order, each once', async () => {
    const view = createViewStore()
    const undone: string[] = []
    view.getState().offerUndo('first', () => void undone.push('first'))
    view.getState().offerUndo('second', () => void undone.push('second'))
    expect(await view.getState().undo()).toBe(true)
    expect(await view.getState().undo()).toBe(true)
    expect(await view.getState().undo()).toBe(false)
    expect(undone).toEqual(['second', 'first'])
  })

  test('from a toast takes back that one thing and leaves the others', async () => {
    const view = createViewStore()
    const undone: string[] = []
    view.getState().offerUndo('first', () => void undone.push('first'))
    view.getState().offerUndo('second', () => void undone.push('second'))
    view.getState().toasts[0]!.action!.run()
    expect(undone).toEqual(['first'])
    expect(view.getState().undoStack.map((entry) => entry.label)).toEqual(['second'])
  })

  test('that fails rejects, so that the failure can be shown', async () => {
    const view = createViewStore()
    view.getState().offerUndo('gone', () => Promise.reject(new Error('no longer there')))
    await expect(view.getState().undo()).rejects.toThrow('no longer there')
  })

  test('is announced and its offer disappears once taken', async () => {
    const view = createViewStore()
    view.getState().offerUndo('Run "a" was deleted.', () => {})
    await view.getState().undo()
    expect(view.getState().toasts.map((toast) => toast.text)).toEqual(['Undone: Run "a" was deleted.'])
  })
})

describe('view', () => {
  test('marks runs for Compare in order, and takes a mark back', () => {
    const view = createViewStore()
    for (const id of ['a', 'b', 'c']) view.getState().toggleCompared(id)
    expect(view.getState().comparedRunIds).toEqual(['a', 'b', 'c'])
    view.getState().toggleCompared('b')
    expect(view.getState().comparedRunIds).toEqual(['a', 'c'])
  })

  test('another study clears the run in focus, the same one keeps it', () => {
    const view = createViewStore()
    view.getState().openStudy('one')
    view.getState().focusRun('run', 'trial')
    view.getState().openStudy('one', 'train')
    expect(view.getState()).toMatchObject({ stage: 'train', focusRunId: 'run', focusTrialId: 'trial' })
    view.getState().openStudy('two')
    expect(view.getState()).toMatchObject({ stage: 'data', focusRunId: null, focusTrialId: null })
  })

  test('focusing the same run again keeps its trial, another run clears it', () => {
    const view = createViewStore()
    view.getState().focusRun('run', 'trial')
    view.getState().focusRun('run')
    expect(view.getState().focusTrialId).toBe('trial')
    view.getState().focusRun('other')
    expect(view.getState().focusTrialId).toBeNull()
  })
})
