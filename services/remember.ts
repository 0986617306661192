import { readSeq } from '#db/book-file/info'
import type { ReadDb } from '#db/connection'

/** The last answer of one question, for as long as the book stands as it did: a person who scrolls asks it again and again. */
export type Remembered<T> = {
  /** The answer to the question put so; worked out where the last one was put otherwise, or the book has changed. */
  readonly ask: (read: ReadDb, question: string, work: () => T) => T
  /** The last answer, whatever became of the book. */
  readonly last: () => T | undefined
  readonly forget: () => void
}

/** The same for answers that are waited for: one that could not be given is asked for again. */
export function rememberLastAwaited<T>(): Remembered<Promise<T>> {
  const last = rememberLast<Promise<T>>()
  const ask: Remembered<Promise<T>>['ask'] = (read, question, work) =>
    last.ask(read, question, () => {
      const answer = work()
      answer.catch(() => last.forget())
      return answer
    })
  return { ...last, ask }
}

export function rememberLast<T>(): Remembered<T> {
  let known: { readonly read: ReadDb; readonly seq: number; readonly question: string; readonly answer: T } | undefined
  return {
    ask: (read, question, work) => {
      const seq = readSeq(read)
      if (known?.read !== read || known.seq !== seq || known.question !== question) known = { read, seq, question, answer: work() }
      return known.answer
    },
    last: () => known?.answer,
    forget: () => (known = undefined),
  }
}
