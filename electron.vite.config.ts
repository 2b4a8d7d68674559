/** Three bundles: the Node side (window host, engine, command line), the sandboxed preload, and the page. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const alias = { '@shared': here('./src-shared') }

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      outDir: 'out/main',
      sourcemap: true,
      // A CommonJS package whose names Node cannot see from a module: bundled, the bundler sees them.
      externalizeDeps: { exclude: ['onnx-proto'] },
      rollupOptions: {
        input: {
          index: here('./src-main/app/index.ts'),
          'decode-thread': here('./src-main/engine/data/decoding/decode-thread.ts'),
          engine: here('./src-main/engine/index.ts'),
          'measure-entry': here('./src-main/engine/tuning/measure-entry.ts'),
          'tsne-helper': here('./src-main/engine/analysis/tsne-helper.ts'),
          'tsne-worker': here('./src-main/engine/analysis/tsne-worker.ts'),
          lab: here('./src-main/cli/index.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: here('./src-main/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('./src-renderer'),
    resolve: { alias },
    plugins: [react()],
    build: { outDir: 'out/renderer', rollupOptions: { input: { index: here('./src-renderer/index.html') } } },
  },
})
