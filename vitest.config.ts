/** Unit and contract tests, beside the files they test. The engine's tests load TensorFlow, which wants a process of its own. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@shared': fileURLToPath(new URL('./src-shared', import.meta.url)) }

/** Tests that replace modules or watch the whole process, and so need one of their own. */
const alone = ['src-main/engine/data/{decode-cache,scan-folder}.test.ts']

export default defineConfig({
  resolve: { alias },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        // Files share a process, so that TensorFlow and React are loaded once a worker.
        test: {
          name: 'unit',
          include: ['src-{main,shared,renderer}/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs', 'bench/harness/*.test.ts'],
          exclude: ['**/*.slow.test.ts', ...alone],
          pool: 'forks',
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { resolve: { alias }, test: { name: 'unit-alone', include: alone, pool: 'forks', testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        resolve: { alias },
        test: { name: 'slow', include: ['src-main/**/*.slow.test.ts'], pool: 'forks', testTimeout: 1_800_000, hookTimeout: 60_000 },
      },
    ],
  },
})
