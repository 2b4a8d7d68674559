/** Puts the window on the page once its services are provided. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@shared/design/tokens.css'
import '../ui/base.css'
import { type Sheet, type Stage, useView } from '../stores/view'
import { App } from './app'
import { startStores } from './start-stores'

export interface FirstView {
  readonly studyId?: string | null
  readonly stage?: Stage | null
  readonly sheet?: Sheet | null
}

/** `first` opens the window somewhere else than on Start. */
export function mountWindow(root: HTMLElement, first: FirstView = {}): void {
  startStores()
  refuseStrayDrops()
  if (first.studyId) useView.getState().openStudy(first.studyId, first.stage ?? 'data')
  if (first.sheet) useView.getState().showSheet(first.sheet)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

/** A folder dropped beside a drop zone must do nothing; the browser's own answer would be to open it. */
function refuseStrayDrops(): void {
  for (const kind of ['dragover', 'drop'] as const) {
    window.addEventListener(kind, (event) => {
      if (event.defaultPrevented) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
    })
  }
}
