import { useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useActions } from '../app/actions.ts'
import { useKeyMap } from '../app/keys.ts'
import { showOverlay } from '../app/overlay.ts'
import { useRefresh } from '../sources/refresh.ts'
import { EVERYWHERE, type EverywhereAction, SEARCH } from './everywhere.ts'

/** Offers what can be done on every screen. */
export function useEverywhere(): void {
  const navigate = useNavigate()
  const { setColorScheme } = useMantineColorScheme()
  const refresh = useRefresh()
  useKeyMap({ [SEARCH.keys]: () => showOverlay('search') })
  const run = (action: EverywhereAction): void => {
    if ('go' in action) void navigate(action.go)
    else if ('show' in action) showOverlay(action.show)
    else if ('theme' in action) setColorScheme(action.theme)
    else if ('job' in action) refresh(undefined)
    else action.run()
  }
  useActions(
    'everywhere',
    EVERYWHERE.map((action) => ({ title: action.title, also: action.also, keys: action.keys, run: () => run(action) })),
  )
}
