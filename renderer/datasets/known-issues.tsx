import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Severity } from '#core/assets/kinds'
import { DASH } from '#core/format'
import { useCommand } from '../app/api.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, Segments, TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { assetLink } from './asset-link.ts'
import type { Dataset } from './dataset-screen.tsx'
import { toastDecided } from './decide.ts'

type Level = (typeof Severity.options)[number]

/** Open issues of a dataset, each a way to its page, and the way to add one. */
export function KnownIssues({ data }: { data: Dataset }) {
  const [isAdding, setAdding] = useState(false)
  useScreenActions({ addIssue: () => setAdding(true) })
  return (
    <div className="issues">
      {data.issues.length === 0 ? (
        <span className="muted">{DASH} no open issue names it</span>
      ) : (
        <ul>
          {data.issues.map((issue) => (
            <li key={issue.key}>
              {issue.severity !== null && <span className={`chip ${issue.severity.toLowerCase()}`}>{issue.severity}</span>}
              <Link {...assetLink({ key: issue.key, kind: 'issue' })} className="link">
                {issue.name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="link small" onClick={() => setAdding(true)}>
        Add an issue
      </button>
      {isAdding && <AddIssueDialog data={data} onClose={() => setAdding(false)} />}
    </div>
  )
}

function AddIssueDialog({ data: { row }, onClose }: { data: Dataset; onClose: () => void }) {
  const create = useCommand('assets', 'create')
  const [title, setTitle] = useState('')
  const [wrong, setWrong] = useState('')
  const [severity, setSeverity] = useState<Level>('P2')
  const save = (): void => {
    const described = wrong.trim() === '' ? {} : { description: wrong.trim() }
    create.mutate(
      { kind: 'issue', name: title.trim(), fields: { ...described, severity, issueStatus: 'open', dataset: row.key } },
      {
        told: ({ groupId }) => toastDecided(`“${title.trim()}” is a known issue of ${row.name}.`, groupId),
        onSuccess: onClose,
      },
    )
  }
  return (
    <FormDialog
      title="Add an issue"
      action="Add"
      onSubmit={save}
      onClose={onClose}
      isBusy={create.isPending}
      isBlocked={title.trim() === ''}
    >
      <p className="soft">
        What people who use <code>{row.name}</code> should know. It is open until its own page says that it is closed.
      </p>
      <TextField
        label="Title"
        value={title}
        onChange={setTitle}
        isFirst
        isRequired
        maxLength={400}
        placeholder="Orders of 3 May are counted twice"
      />
      <Field label="What is wrong (optional)">
        {(ids) => <textarea {...ids} className="in" value={wrong} maxLength={4000} onChange={(event) => setWrong(event.target.value)} />}
      </Field>
      <div className="field">
        <span aria-hidden="true" className="small soft">
          Severity
        </span>
        <Segments
          label="Severity"
          value={severity}
          onChange={setSeverity}
          options={Severity.options.map((value) => ({ value, label: value }))}
        />
        <span className="hint">P0 is the worst, P3 the least.</span>
      </div>
      {create.error !== null && <ErrorBlock error={create.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
