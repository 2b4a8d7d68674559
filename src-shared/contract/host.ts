/** What the window may ask of the main process: dialogs, the shell, window preferences and the engine's health. Never data. */
import { z } from 'zod'
import { defineContract } from './define'

const Nothing = z.strictObject({})

export const ThemeChoice = z.enum(['system', 'light', 'dark'])
export type ThemeChoice = z.infer<typeof ThemeChoice>

export const EngineHealth = z.object({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  /** One sentence when there is something to say (crash, missing runtime). */
  message: z.string().nullable(),
  hint: z.string().nullable(),
  restarts: z.number().int().nonnegative(),
  pid: z.number().int().nullable(),
})
export type EngineHealth = z.infer<typeof EngineHealth>

export const Preferences = z.object({
  theme: ThemeChoice.default('system'),
  singleKeys: z.boolean().default(true),
  projector: z.boolean().default(false),
  lastStudyId: z.string().nullable().default(null),
})
export type Preferences = z.infer<typeof Preferences>

export const hostContract = defineContract({
  commands: {
    /** Opens the folder dialog; null when it is dismissed. */
    'host.chooseFolder': { input: z.strictObject({ title: z.string() }), output: z.string().nullable() },
    /** Opens the file dialog for a CSV list of images; null when it is dismissed. */
    'host.chooseList': { input: z.strictObject({ title: z.string() }), output: z.string().nullable() },
    'host.showInFolder': { input: z.strictObject({ path: z.string() }), output: z.object({}) },
    /** Opens a run's HTML report in the user's browser; only files named report.html inside a run folder. */
    'host.openReport': { input: z.strictObject({ path: z.string() }), output: z.object({}) },
    'host.preferences': { input: Nothing, output: Preferences },
    /** Changes the preferences that are given. Not derived from `Preferences`: its defaults would reset what is left out. */
    'host.setPreferences': {
      input: z.strictObject({
        theme: ThemeChoice.optional(),
        singleKeys: z.boolean().optional(),
        projector: z.boolean().optional(),
        lastStudyId: z.string().nullable().optional(),
      }),
      output: Preferences,
    },
    'host.about': {
      input: Nothing,
      output: z.object({
        version: z.string(),
        electron: z.string(),
        sandboxed: z.boolean(),
        sandboxNote: z.string().nullable(),
        home: z.string(),
      }),
    },
    'host.engineHealth': { input: Nothing, output: EngineHealth },
    /** Restarts an engine that gave up. */
    'host.restartEngine': { input: Nothing, output: EngineHealth },
    /** Asks for a fresh port to the engine; it arrives as a `shiftlab:engine-port` window message. */
    'host.connectEngine': { input: Nothing, output: z.object({}) },
    'host.copyText': { input: z.strictObject({ text: z.string().max(10_000) }), output: z.object({}) },
  },
  events: {
    'host.engineHealth': EngineHealth,
    'host.menu': z.object({ action: z.enum(['new-study', 'palette', 'shortcuts', 'toggle-theme', 'projector', 'undo']) }),
  },
})
export type HostContract = typeof hostContract
