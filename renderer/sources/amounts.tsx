import type { Receipt } from '#contract/imports'
import { exactWords } from '../costs/words.ts'

/** What the files charge, to the last digit: what was taken, what was left and what is too small to be kept add up to what the file says. */
export function Amounts({ files }: { files: Receipt['files'] }) {
  const lines = files.flatMap(({ name, totals = [] }) => totals.map((total) => ({ name, ...total })))
  if (lines.length === 0) return null
  return (
    <section>
      <div className="sect">
        <h2>Amounts</h2>
        <span className="right">what the rows come to; of rows that were left, where their amount can be read</span>
      </div>
      <div className="tscroll" tabIndex={0} role="region" aria-label="Amounts">
        <table className="t tight ruled">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Currency</th>
              <th scope="col" className="num">
                In the file
              </th>
              <th scope="col" className="num">
                Taken
              </th>
              <th scope="col" className="num" title="Of rows that were left, where their amount can be read">
                Left
              </th>
              <th scope="col" className="num" title="Twelve decimals of an amount are kept">
                Beyond 12 decimals
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, currency, inFile, taken, left, beyond }) => (
              <tr key={`${name} ${currency}`}>
                <td>
                  <code>{name}</code>
                </td>
                <td>{currency}</td>
                <td className="num">{exactWords(inFile)}</td>
                <td className="num">{exactWords(taken)}</td>
                <td className={`num ${left === '0' ? 'muted' : 'late'}`}>{exactWords(left)}</td>
                <td className={`num ${beyond === '0' ? 'muted' : 'late'}`}>{beyond === '0' ? '0' : exactWords(beyond)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
