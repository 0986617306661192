import { useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useActions } from '../app/actions.ts'
import { useAsk } from '../app/api.ts'
import { useKeyMap } from '../app/keys.ts'
import { showOverlay } from '../app/overlay.ts'
import { useCloseBook } from '../book/close-book.ts'
import { useBeginFileWork } from '../book/file-work.ts'
import { useRefresh } from '../sources/refresh.ts'
import { type EverywhereAction, type Needed, SEARCH, withoutMissing } from './everywhere.ts'

/** Offers what can be done on every screen. */
export function useEverywhere(): void {
  const navigate = useNavigate()
  const { setColorScheme } = useMantineColorScheme()
  const refresh = useRefresh()
  const jobs = { refresh: () => refresh(undefined), close: useCloseBook() }
  const begin = useBeginFileWork()
  const missing = useMissing()
  useKeyMap({ [SEARCH.keys]: () => showOverlay('search') })
  const run = (action: EverywhereAction): void => {
    if ('go' in action) void navigate(action.go)
    else if ('show' in action) showOverlay(action.show)
    else if ('theme' in action) setColorScheme(action.theme)
    else if ('job' in action) jobs[action.job]()
    else if ('work' in action) begin(action.work)
    else action.run()
  }
  useActions(
    'everywhere',
    withoutMissing(missing).map((action) => ({ title: action.title, also: action.also, keys: action.keys, run: () => run(action) })),
  )
}

/** What is known not to be there. */
function useMissing(): ReadonlySet<Needed> {
  const book = useAsk('book', 'current', {}).data?.book
  const missing = new Set<Needed>()
  if (book?.canRefresh === false) missing.add('files to read again')
  if (book?.hasCosts === false) missing.add('costs')
  return missing
}
