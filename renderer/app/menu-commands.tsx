import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { bridge } from './bridge.ts'
import { isCovered } from './keys.ts'
import { showOverlay } from './overlay.ts'
import { router } from './router.tsx'

/** Carries out what a person chose in the app's menu. */
export function MenuCommands() {
  const { setColorScheme } = useMantineColorScheme()
  useEffect(
    () =>
      bridge.desktop?.onMenu((command) => {
        switch (command.kind) {
          case 'go':
            return void router.navigate({ to: command.to })
          case 'show':
            // What stands in an open dialog would be lost.
            return isCovered() ? undefined : showOverlay(command.overlay)
          case 'theme':
            return setColorScheme(command.choice)
        }
      }),
    [setColorScheme],
  )
  return null
}
