// One file builds all worlds: the page (client), the two hosts with the reader (main), the preload.
import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

const at = (path: string) => resolve(import.meta.dirname, path)
const native = ['electron', 'better-sqlite3', 'keytar', '@node-rs/argon2']

/** The page paints nothing before its entry has set the chosen theme: else a dark console would flash up white. */
const paintAfterTheme: Plugin = {
  name: 'paint-after-theme',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
}

export default defineConfig({
  root: at('src/renderer'),
  plugins: [react(), tailwindcss(), paintAfterTheme],
  builder: {
    async buildApp(builder) {
      for (const world of Object.values(builder.environments)) if (world.name !== 'ssr') await builder.build(world)
    },
  },
  environments: {
    // It comes from the same machine: its size costs no waiting worth a warning.
    client: {
      build: { outDir: at('dist/renderer'), emptyOutDir: true, target: 'chrome150', sourcemap: true, chunkSizeWarningLimit: 2000 },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: native },
      build: {
        outDir: at('dist/main'),
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'node24',
        sourcemap: true,
        minify: false,
        rolldownOptions: {
          input: {
            electron: at('src/main/electron/start.ts'),
            headless: at('src/main/headless/start.ts'),
            reader: at('src/main/console/reader-worker.ts'),
            export: at('src/main/console/export-worker.ts'),
            backup: at('src/main/console/backup-worker.ts'),
            'log-index': at('src/main/console/index-worker.ts'),
            guard: at('src/guard/start-guard.ts'),
          },
          external: native,
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: at('dist/preload'),
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'chrome150',
        minify: false,
        rolldownOptions: {
          input: { preload: at('src/main/electron/preload.ts') },
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  },
})
