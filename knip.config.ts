import type { KnipConfig } from 'knip'

export default {
  entry: [
    'cli/main.ts!',
    'services/jobs/worker.ts!',
    'services/importing/beside.ts!',
    'electron/{main,preload,host}.ts!',
    'renderer/main.tsx!',
    'scripts/{run.mjs,start.ts,build.ts,check.ts,test.ts,pictures.ts,third-party-notices.ts,packaging/{pack,dist}.ts}',
    'e2e/electron-double/{boot.ts,parent-port.ts,fixture/main.mjs}',
    'bench/{run,program}.ts',
    'renderer/vite.config.ts',
  ],
  project: ['{core,contract,io,db,services,electron,cli,renderer}/**/*.{ts,tsx,mjs}!', '{scripts,bench,e2e}/**/*.{ts,mjs}', '*.config.ts'],
  // Run by its path, from scripts/packaging.
  ignoreDependencies: ['electron-builder'],
  ignoreExportsUsedInFile: { interface: true, type: true },
  treatConfigHintsAsErrors: true,
} satisfies KnipConfig
