/** Names of the channels between main process and preload. */

export const CHANNELS = {
  /** Window → main: (command, input), answered with a Result. */
  hostCall: 'shiftlab:host-call',
  /** Main → window: (event, payload). */
  hostEvent: 'shiftlab:host-event',
  /** Main → preload: carries the engine's port, which the preload passes on to the page. */
  enginePort: 'shiftlab:forward-engine-port',
} as const
