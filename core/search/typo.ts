/**
 * How many single mistakes (a letter missing, too much, wrong, or two swapped) lie between two texts.
 * Anything above `most` is `most + 1`.
 */
export function countTypos(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let twoBack: number[] = []
  let back = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    let best = i
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      let cost = Math.min(at(back, j) + 1, at(row, j - 1) + 1, at(back, j - 1) + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(twoBack, j - 2) + 1)
      row.push(cost)
      best = Math.min(best, cost)
    }
    if (best > most) return most + 1
    twoBack = back
    back = row
  }
  return Math.min(at(back, b.length), most + 1)
}

/** Whether two texts are at most one mistake apart: countTypos(a, b, 1) <= 1, quickly. */
export function isOneTypo(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1) return false
  let same = 0
  while (same < short.length && short[same] === long[same]) same += 1
  if (same === short.length) return true
  if (short.length < long.length) return short.slice(same) === long.slice(same + 1)
  if (short.slice(same + 1) === long.slice(same + 1)) return true
  return short[same] === long[same + 1] && short[same + 1] === long[same] && short.slice(same + 2) === long.slice(same + 2)
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY

/**
 * Three pieces of a word of which any text within one mistake of it holds at least one whole: a mistake touches one
 * piece, a swap at most two. Lets a scan by substring find all candidates.
 */
export function typoPieces(word: string): readonly string[] {
  const third = Math.floor(word.length / 3)
  if (third === 0) return []
  return [word.slice(0, third), word.slice(third, 2 * third), word.slice(2 * third)]
}
