import { createTheme, type MantineColorSchemeManager, type MantineColorsTuple } from '@mantine/core'
import type { ThemeChoice } from '#contract/window'
import { bridge } from './bridge.ts'

const THEME_KEY = 'stewardbook.theme'

/** The person's choice on this machine; `auto` follows the system. */
function themeChoice(): ThemeChoice {
  const kept = localStorage.getItem(THEME_KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'auto'
}

/** Puts the choice on the document, where tokens.css and Mantine read it. */
export function applyTheme(choice: ThemeChoice = themeChoice()): void {
  if (choice === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = choice
}

/** Lets Mantine keep its scheme where ours is kept. */
export const themeManager: MantineColorSchemeManager = {
  get: () => themeChoice(),
  set(choice) {
    if (choice === 'auto') localStorage.removeItem(THEME_KEY)
    else localStorage.setItem(THEME_KEY, choice)
    applyTheme(choice)
    void bridge.desktop?.setTheme({ choice })
  },
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => localStorage.removeItem(THEME_KEY),
}

const accent = Array.from({ length: 10 }, () => 'var(--sb-accent)') as unknown as MantineColorsTuple

/** Mantine gives behaviour; its sizes and colours come from our tokens. */
export const mantineTheme = createTheme({
  primaryColor: 'accent',
  colors: { accent },
  defaultRadius: 6,
  fontFamily: 'var(--sb-font)',
  fontFamilyMonospace: 'var(--sb-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  respectReducedMotion: true,
})
