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
export function rememberLastAwaited<T>(stateOf: StateOf = readSeq): Remembered<Promise<T>> {
  const last = rememberLast<Promise<T>>(stateOf)
  const ask: Remembered<Promise<T>>['ask'] = (read, question, work) =>
    last.ask(read, question, () => {
      const answer = work()
      answer.catch(() => last.forget())
      return answer
    })
  return { ...last, ask }
}

/** What tells that a book stands as it did: its seq, unless an answer depends on less of it. */
type StateOf = (read: ReadDb) => number

export function rememberLast<T>(stateOf: StateOf = readSeq): Remembered<T> {
  let known: { readonly read: ReadDb; readonly state: number; readonly question: string; readonly answer: T } | undefined
  return {
    ask: (read, question, work) => {
      const state = stateOf(read)
      if (known?.read !== read || known.state !== state || known.question !== question) known = { read, state, question, answer: work() }
      return known.answer
    },
    last: () => known?.answer,
    forget: () => (known = undefined),
  }
}

/** Remembers answers that are waited for to this many questions: a screen that asks two things asks both again and again. */
export function rememberSomeAwaited<T>(most: number): Pick<Remembered<Promise<T>>, 'ask'> {
  const all = rememberLast<Map<string, Promise<T>>>()
  return {
    ask: (read, question, work) => {
      const answers = all.ask(read, '', () => new Map())
      const known = answers.get(question) ?? work()
      // Put last anew: the one asked longest ago is the first to be forgotten.
      answers.delete(question)
      answers.set(question, known)
      known.catch(() => answers.get(question) === known && answers.delete(question))
      for (const oldest of answers.keys()) if (answers.size > most) answers.delete(oldest)
      return known
    },
  }
}
