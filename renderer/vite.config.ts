import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the screens into out/renderer. They are served by the browser door under a strict CSP: no inline script, no data: URL. */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      output: {
        // A file runs before the one that imports it, so zod's setting must stand in zod's own file: schemas are made in others.
        codeSplitting: { groups: [{ name: 'zod', test: /\/node_modules\/zod\/|\/renderer\/app\/jitless\.ts$/ }] },
      },
    },
  },
})
