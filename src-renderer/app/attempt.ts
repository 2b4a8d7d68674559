/** Runs an action of a store from the screen; what goes wrong becomes a toast that says what to do. */
import { toFailure } from '../stores/failure'
import { useView } from '../stores/view'

export function attempt(action: () => Promise<unknown>): void {
  void tryAction(action)
}

/** The same for callers that go on afterwards: resolves null when it failed. */
export async function tryAction<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action()
  } catch (error) {
    const failure = toFailure(error)
    if (failure.code !== 'cancelled') useView.getState().notify({ tone: 'bad', text: failure.message, hint: failure.hint })
    return null
  }
}
