/** Where the user is and what floats above it: stage, study, run in focus, sheets, toasts and the undo stack. */
import { create } from 'zustand'

export type Stage = 'start' | 'data' | 'shift' | 'train' | 'alignment' | 'compare' | 'reduce' | 'export'
export type Sheet = 'runs' | 'ledger' | 'palette' | 'keys' | 'studies' | 'network' | 'evaluation' | 'regularise' | 'refine' | 'leave-out'
export type Tone = 'good' | 'info' | 'warn' | 'bad'

export interface Toast {
  readonly id: number
  readonly tone: Tone
  readonly text: string
  readonly hint?: string
  /** A button in the toast, such as Undo. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Something just done that can be taken back. */
export interface UndoEntry {
  readonly id: number
  readonly label: string
  readonly undo: () => Promise<void> | void
}

export interface ViewState {
  readonly stage: Stage
  readonly studyId: string | null
  readonly focusRunId: string | null
  readonly focusTrialId: string | null
  readonly sheet: Sheet | null
  /** Runs marked for Compare, at most eight, in the order they were marked. */
  readonly comparedRunIds: readonly string[]
  readonly toasts: readonly Toast[]
  readonly undoStack: readonly UndoEntry[]
  goTo(stage: Stage): void
  openStudy(studyId: string, stage?: Stage): void
  closeStudy(): void
  /** Puts a run (and one of its trials) in focus; another run clears the trial. */
  focusRun(runId: string | null, trialId?: string | null): void
  showSheet(sheet: Sheet | null): void
  toggleCompared(runId: string): void
  setCompared(runIds: readonly string[]): void
  notify(toast: Omit<Toast, 'id'>): number
  dismiss(toastId: number): void
  /** Remembers how to take something back and says so in a toast with an Undo button. */
  offerUndo(label: string, undo: () => Promise<void> | void): void
  /** Takes the last thing back; resolves false when there is nothing left. */
  undo(entryId?: number): Promise<boolean>
}

const undoLimit = 50
/** As many runs as letters and rows can still be told apart. */
export const comparedLimit = 8

export function createViewStore() {
  let lastId = 0
  return create<ViewState>()((set, get) => ({
    stage: 'start',
    studyId: null,
    focusRunId: null,
    focusTrialId: null,
    sheet: null,
    comparedRunIds: [],
    toasts: [],
    undoStack: [],
    goTo: (stage) => set({ stage, sheet: null }),
    openStudy: (studyId, stage = 'data') =>
      set((state) => ({
        studyId,
        stage,
        sheet: null,
        ...(state.studyId === studyId ? {} : { focusRunId: null, focusTrialId: null, comparedRunIds: [] }),
      })),
    closeStudy: () => set({ studyId: null, stage: 'start', focusRunId: null, focusTrialId: null, comparedRunIds: [], sheet: null }),
    focusRun: (runId, trialId) =>
      set((state) => ({ focusRunId: runId, focusTrialId: trialId ?? (state.focusRunId === runId ? state.focusTrialId : null) })),
    showSheet: (sheet) => set({ sheet }),
    toggleCompared: (runId) =>
      set((state) => ({
        comparedRunIds: state.comparedRunIds.includes(runId)
          ? state.comparedRunIds.filter((id) => id !== runId)
          : [...state.comparedRunIds, runId].slice(-comparedLimit),
      })),
    setCompared: (runIds) => set({ comparedRunIds: runIds.slice(0, comparedLimit) }),
    notify: (toast) => {
      const id = ++lastId
      set((state) => ({ toasts: [...state.toasts, { ...toast, id }].slice(-4) }))
      return id
    },
    dismiss: (toastId) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== toastId) })),
    offerUndo: (label, undo) => {
      const id = ++lastId
      set((state) => ({ undoStack: [...state.undoStack, { id, label, undo }].slice(-undoLimit) }))
      get().notify({ tone: 'info', text: label, action: { label: 'Undo', run: () => void get().undo(id) } })
    },
    undo: async (entryId) => {
      const entry = entryId === undefined ? get().undoStack.at(-1) : get().undoStack.find((one) => one.id === entryId)
      if (!entry) return false
      set((state) => ({
        undoStack: state.undoStack.filter((one) => one.id !== entry.id),
        toasts: state.toasts.filter((toast) => toast.text !== entry.label),
      }))
      await entry.undo()
      get().notify({ tone: 'good', text: `Undone: ${entry.label}` })
      return true
    },
  }))
}

export const useView = createViewStore()
