import { plain } from './text.ts'

/** Says on stderr what is being done: on a terminal in one line that is redrawn, elsewhere a line per step. */
export type Progress = {
  readonly show: (step: string, done?: number, total?: number | null) => void
  /** A sentence that stays. */
  readonly note: (sentence: string) => void
  readonly end: () => void
}

type Screen = { readonly writeError: (text: string) => void; readonly isErrorTerminal: boolean }

const CLEAR_LINE = '\r\u001b[2K'

export function createProgress({ writeError, isErrorTerminal }: Screen, wish: 'shown' | 'quiet'): Progress {
  let lastStep = ''
  let isLineOpen = false
  const clear = (): void => {
    if (isLineOpen) writeError(CLEAR_LINE)
    isLineOpen = false
  }
  const note = (sentence: string): void => {
    clear()
    writeError(`${plain(sentence)}\n`)
  }
  if (wish === 'quiet') return { show: () => undefined, note, end: () => undefined }
  return {
    note,
    end: clear,
    show: (step, done = 0, total = null) => {
      if (isErrorTerminal) {
        writeError(`${CLEAR_LINE}${plain(step)}${amount(done, total)}`)
        isLineOpen = true
      } else if (step !== lastStep) {
        writeError(`${plain(step)}\n`)
      }
      lastStep = step
    },
  }
}

function amount(done: number, total: number | null): string {
  if (total !== null && total > 0) return ` ${Math.min(100, Math.floor((done / total) * 100))} %`
  return done > 0 ? ` ${done}` : ''
}
