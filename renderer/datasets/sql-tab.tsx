import { useEffect, useState } from 'react'
import { plural } from '#core/format'
import { useAsk } from '../app/api.ts'
import { Segments } from '../ui/field.tsx'
import { CopyButton } from '../ui/name.tsx'
import { BoneRows, Empty, ErrorBlock, Note } from '../ui/states.tsx'

type Form = 'raw' | 'compiled'

/** The code that makes a dataset, a check or another thing: as written, and as the warehouse ran it. */
export function SqlTab({ assetKey }: { assetKey: string }) {
  const query = useAsk('assets', 'sql', { key: assetKey })
  const [wanted, setWanted] = useState<Form>('compiled')
  const data = query.data
  if (query.error !== null)
    return (
      <div className="page">
        <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
      </div>
    )
  if (data === undefined)
    return (
      <div className="page">
        <BoneRows rows={10} />
      </div>
    )
  const form: Form = data[wanted] === null ? (wanted === 'raw' ? 'compiled' : 'raw') : wanted
  const code = data[form]?.trimEnd() ?? null
  if (code === null) return <Empty text="No SQL is known for this. It comes with the manifest of a dbt project." />
  return (
    <div className="pagescroll" tabIndex={0} role="region" aria-label="SQL">
      <div className="page">
        <div className="row" style={{ marginBottom: 12 }}>
          {data.raw !== null && data.compiled !== null && (
            <Segments
              label="Which form"
              value={form}
              onChange={setWanted}
              options={[
                { value: 'raw', label: 'As written' },
                { value: 'compiled', label: 'Compiled' },
              ]}
            />
          )}
          {(data.raw === null || data.compiled === null) && (
            <span className="soft">{form === 'raw' ? 'As written; the compiled form is in no import' : 'Compiled'}</span>
          )}
          <span className="grow" />
          <span className="small muted">
            {plural(code.split('\n').length, 'line')}
            {data.language === null ? '' : `, ${data.language}`}
          </span>
          <CopyButton text={code} label="Copy the SQL" />
        </div>
        {data.isCut && <Note>Only the beginning is shown: the rest is too long for the screen.</Note>}
        <Code code={code} isSql={data.language !== 'python'} />
      </div>
    </div>
  )
}

function Code({ code, isSql }: { code: string; isSql: boolean }) {
  const [html, setHtml] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    setHtml(null)
    if (isSql) void import('./highlight.ts').then(({ highlightSql }) => !isGone && setHtml(highlightSql(code)))
    return () => {
      isGone = true
    }
  }, [code, isSql])
  const lines = code
    .split('\n')
    .map((_, index) => index + 1)
    .join('\n')
  return (
    <div className="code">
      <div className="lines" aria-hidden="true">
        {lines}
      </div>
      {html === null ? (
        <pre>
          <code className="mono">{code}</code>
        </pre>
      ) : (
        <pre>
          <code className="mono" dangerouslySetInnerHTML={{ __html: html }} />
        </pre>
      )}
    </div>
  )
}
