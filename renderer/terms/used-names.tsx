import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { UsedName } from '#contract/terms'
import { formatCount } from '#core/format'
import { asAppError, send } from '../app/api.ts'
import { usePages } from '../app/pages.ts'
import { toastDecided } from '../datasets/decide.ts'
import { Button } from '../ui/button.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { totalWords } from '../ui/more-rows.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { MiddleCut } from '../ui/name.tsx'
import { Dash, KeyHint } from '../ui/parts.tsx'
import { Empty } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { NewTermDialog } from './new-term.tsx'

/** Names that datasets and columns carry and nobody has defined: each is defined, or said to be a term that there is. */
export function UsedNames() {
  const pages = usePages('terms', 'listUndefined', {})
  const [defining, setDefining] = useState<string | null>(null)
  const [selected, setSelected] = useState<string | undefined>()
  const columns = useMemo(() => columnsOf(setDefining), [])
  const layout = useColumnLayout('used-names', columns)
  return (
    <section className="list" aria-label="Used, not defined" aria-busy={pages.isLoading}>
      <PagedLedger
        label="Used, not defined"
        layout={layout}
        keyOf={(row) => row.name}
        selectedKey={selected}
        onSelect={(row) => setSelected(row.name)}
        onOpen={(row) => setDefining(row.name)}
        keys="page"
        pages={pages}
        empty={<Empty text="Nothing: every term that datasets and columns carry is defined." />}
      />
      <div className="foot">
        <span role="status">{totalWords(pages, 'name')}</span>
        <span className="grow" />
        <KeyHint keys="j k" does="move" room="wide" />
        <KeyHint keys="↵" does="define" />
      </div>
      {defining !== null && <NewTermDialog name={defining} onClose={() => setDefining(null)} />}
    </section>
  )
}

function columnsOf(onDefine: (name: string) => void): readonly LedgerColumn<UsedName>[] {
  return [
    {
      id: 'name',
      head: 'Name',
      width: 200,
      isFlexible: true,
      cell: (row) => (
        <Link to="/catalog/glossary/term" search={{ key: row.name }} className="row namelink" tabIndex={-1}>
          <MiddleCut name={row.name} />
        </Link>
      ),
    },
    { id: 'do', head: 'What to do', width: 96, cell: (row) => <Button onClick={() => onDefine(row.name)}>Define</Button> },
    {
      id: 'datasets',
      head: 'Datasets',
      width: 84,
      isRight: true,
      cell: (row) => (
        <Link to="/catalog" search={{ term: [row.name] }} className="ev" tabIndex={-1}>
          {formatCount(row.datasets)}
        </Link>
      ),
    },
    {
      id: 'columns',
      head: 'Columns',
      width: 84,
      isRight: true,
      cell: (row) => (
        <Link to="/catalog/glossary/term" search={{ key: row.name }} className="ev" tabIndex={-1}>
          {formatCount(row.columns)}
        </Link>
      ),
    },
    {
      id: 'near',
      head: 'May be',
      headTitle: 'Terms that have this name as a synonym or in other capitals',
      width: 260,
      cell: (row) => {
        const near = row.near[0]
        if (near === undefined) return <Dash why="No term has this name as a synonym" />
        return (
          <span className="row">
            <span className="cut" title={near.name}>
              {near.name}
            </span>
            <Button
              look="ghost"
              onClick={() => merge(row.name, near)}
              title={`What carries “${row.name}” reads “${near.name}” from now on`}
            >
              Use it
            </Button>
          </span>
        )
      },
    },
  ]
}

function merge(from: string, { key, name }: UsedName['near'][number]): void {
  send('terms', 'merge', { from, key }).then(
    ({ groupId }) => toastDecided(`What carries “${from}” reads “${name}” from now on.`, groupId),
    (error: unknown) => toastError(asAppError(error)),
  )
}
