import { BookMark } from '../ui/icon.tsx'

/** The host has forgotten this window: it was stopped, or the address was opened a second time. */
export function EndedPage() {
  return (
    <main className="plainpage">
      <BookMark />
      <h1>This window’s session has ended</h1>
      <p>Start Stewardbook again. Everything you saved is in your catalog file.</p>
    </main>
  )
}
