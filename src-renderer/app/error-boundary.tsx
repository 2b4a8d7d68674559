/** Keeps one broken screen from taking the window with it. */
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'

interface Props {
  readonly children: ReactNode
}

export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error('A screen could not be drawn.', error, info.componentStack)
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <EmptyState
        title="This screen could not be drawn."
        text={`${error.message} Training goes on in the engine; nothing is lost. Draw the screen again, or go to another stage and come back.`}
        actions={<Button onClick={() => this.setState({ error: null })}>Draw it again</Button>}
      />
    )
  }
}
