import { nativeTheme } from 'electron'
import type { ThemeChoice } from '#contract/window'
import { type Catalogs, tellWindows } from './catalogs.ts'
import type { Memory } from './remembered.ts'

export type Theme = { readonly choice: () => ThemeChoice; readonly set: (choice: ThemeChoice) => void }

/** One theme for all windows, their frames and dialogs; kept for the next start, so nothing flashes. */
export function setupTheme(memory: Memory, catalogs: Catalogs): Theme {
  const wear = (choice: ThemeChoice): void => {
    nativeTheme.themeSource = choice === 'auto' ? 'system' : choice
  }
  wear(memory.theme())
  return {
    choice: memory.theme,
    set: (choice) => {
      if (choice === memory.theme()) return
      memory.keepTheme(choice)
      wear(choice)
      for (const catalog of catalogs.all()) tellWindows(catalog, { kind: 'menu', command: { kind: 'theme', choice } })
    },
  }
}
