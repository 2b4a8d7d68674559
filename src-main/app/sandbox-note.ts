/** Says in one sentence why the page runs without Chromium's sandbox, when it does. */

/** Null when the sandbox is on. `userId` is null where the system has none (Windows). */
export function describeSandbox(switchedOff: boolean, userId: number | null): string | null {
  if (!switchedOff) return null
  return userId === 0
    ? "Shiftlab runs as root, where Chromium's sandbox cannot work, so the window runs without it. Start it as an ordinary user to have it."
    : "The window runs without Chromium's sandbox because Shiftlab was started with --no-sandbox."
}
