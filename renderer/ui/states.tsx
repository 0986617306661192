import { type ReactNode, useEffect, useState } from 'react'
import type { AppError } from '#core/errors'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

const BEFORE_BONES_MS = 300

/** True once `isLoading` has lasted long enough to be worth showing. */
export function useSlow(isLoading: boolean): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!isLoading) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), BEFORE_BONES_MS)
    return () => clearTimeout(timer)
  }, [isLoading])
  return isSlow && isLoading
}

/** A grey bar where a value will stand. */
export function Bone({ width }: { width: number | string }) {
  return <span className="bone" style={{ width }} />
}

/** Rows of bars in the shape of a property list; nothing at all for the first 300 ms. */
export function BoneRows({ rows = 6 }: { rows?: number }) {
  const isSlow = useSlow(true)
  if (!isSlow) return <div aria-busy="true" style={{ minHeight: rows * 28 }} />
  return (
    <div aria-busy="true">
      <span className="vh">Loading</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="row" style={{ height: 28, gap: 24 }}>
          <Bone width={72} />
          <Bone width={`${30 + ((index * 17) % 40)}%`} />
        </div>
      ))}
    </div>
  )
}

/** What this screen is for, and the one action that fills it. */
export function Empty({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p>{text}</p>
      {children !== undefined && <div className="row wrap">{children}</div>}
    </div>
  )
}

/** What failed, what was kept, what to do. The rest of the screen stays. */
export function ErrorBlock({ error, kept, onRetry }: { error: AppError; kept?: string; onRetry?: () => void }) {
  const [isCopied, setCopied] = useState(false)
  const copy = (): void => {
    const text = `${error.code}: ${error.message}\n${JSON.stringify(error.details, null, 2)}`
    void navigator.clipboard.writeText(text).then(() => setCopied(true))
  }
  return (
    <div className="block bad" role="alert">
      <Icon name="alert" />
      <div className="grow">
        <p style={{ color: 'var(--sb-text)' }}>{error.message}</p>
        <ErrorPlace error={error} />
        {kept !== undefined && <p className="small">{kept}</p>}
      </div>
      {onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
      <Button look="ghost" onClick={copy}>
        {isCopied ? 'Copied' : 'Copy details'}
      </Button>
    </div>
  )
}

/** One line where a part of the screen could not be read: what, why, and another try. Nothing where it could. */
export function NotRead({ what, query: { error, refetch } }: { what: string; query: Failing }) {
  if (error === null) return null
  return (
    <div className="notread" role="alert">
      <Icon name="alert" />
      <span className="grow">
        {what} could not be read. {error.message}
      </span>
      <Button onClick={() => void refetch()}>Try again</Button>
    </div>
  )
}
type Failing = { readonly error: AppError | null; readonly refetch: () => unknown }

/** File, row, position and what kind of problem it is, where the error names them and its sentence does not. */
function ErrorPlace({ error }: { error: AppError }) {
  const parts = ['file', 'position', 'row', 'path', 'problem']
    .map((name) => [name, error.details[name]] as const)
    .filter(([name, value]) => isUnsaid(error.message, name, value))
  if (parts.length === 0) return null
  return <p className="small">{parts.map(([name, value]) => `${name} ${String(value)}`).join(' · ')}</p>
}

/** A number, or the word of a problem, may stand in the sentence by chance: in the file's name, say. */
function isUnsaid(sentence: string, name: string, value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false
  return !sentence.includes(name === 'file' || name === 'path' ? String(value) : `${name} ${value}`)
}

/** A sentence the person should read; not an error. */
export function Note({ children, tone = 'note' }: { children: ReactNode; tone?: 'note' | 'warn' }) {
  return (
    <div className={`block ${tone}`}>
      <Icon name={tone === 'warn' ? 'alert' : 'info'} />
      <div className="grow">{children}</div>
    </div>
  )
}
