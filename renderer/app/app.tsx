import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { bridge } from './bridge.ts'
import { EndedPage } from './ended-page.tsx'
import { readLaterScreens } from './later-screens.ts'
import { followEvents, queryClient } from './query.ts'
import { MenuCommands } from './menu-commands.tsx'
import { router } from './router.tsx'
import { mantineTheme, themeManager } from './theme.ts'

export function App() {
  const [isEnded, setEnded] = useState(false)
  useEffect(() => bridge.onEnded(() => setEnded(true)), [])
  useEffect(followEvents, [])
  useEffect(readLaterScreens, [])
  return (
    <MantineProvider theme={mantineTheme} colorSchemeManager={themeManager} defaultColorScheme="auto">
      <MenuCommands />
      <QueryClientProvider client={queryClient}>
        {isEnded ? <EndedPage /> : <RouterProvider router={router} />}
        <section aria-label="Messages">
          <Notifications position="bottom-center" limit={3} transitionDuration={120} withinPortal={false} />
        </section>
      </QueryClientProvider>
    </MantineProvider>
  )
}
