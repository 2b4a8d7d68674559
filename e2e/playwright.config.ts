/** Journeys through the real Electron with the real engine, one after the other: two windows on two cores would measure each other. */
import { defineConfig } from 'playwright/test'

export default defineConfig({
  testDir: './journeys',
  testMatch: '**/*.journey.ts',
  outputDir: '../test-results',
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
})
