import { findWords, wantedWords } from '#core/search/mark'
import { searchWords } from '#core/search/words'
import type { Action } from '../app/actions.ts'

/** Actions with every word that was typed, in their title or beside it; those with all of them in the title first. */
export function findActions<A extends Pick<Action, 'title' | 'also'>>(actions: readonly A[], text: string): A[] {
  const wanted = wantedWords(searchWords(text))
  if (wanted.length === 0) return []
  const holds = (words: string): boolean => findWords(words, wanted).every((spans) => spans.length > 0)
  const named = actions.filter(({ title }) => holds(title))
  return [...named, ...actions.filter((action) => !named.includes(action) && holds(`${action.title} ${action.also ?? ''}`))]
}
