import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { fieldsOf } from '#core/assets/fields'
import { formatCount, plural } from '#core/format'
import { asAppError, type Output, send, useAsk } from '../app/api.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { DatasetList } from '../catalog/dataset-list.tsx'
import { DatasetsHead, EntryOverview, EntryPage, partTabs } from '../catalog/entry-page.tsx'
import { DeleteButton, RemoveDialog } from '../catalog/remove-dialog.tsx'
import { RenameDialog } from '../catalog/rename-dialog.tsx'
import { toastDecided } from '../datasets/decide.ts'
import { FieldList } from '../datasets/field-list.tsx'
import { HistoryTab } from '../datasets/history-tab.tsx'
import { ProvLegend } from '../datasets/provenance.tsx'
import { useVisit } from '../search/recent.ts'
import { OtherNames } from '../terms/other-names.tsx'
import { Button } from '../ui/button.tsx'
import { Chip, Meter } from '../ui/parts.tsx'
import { Empty } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { COVERAGE, Share } from './coverage.tsx'
import { DescribeDomainDialog } from './describe-domain.tsx'
import { followWords, MergeDomainDialog, removeWords } from './domain-dialogs.tsx'

const route = getRouteApi('/catalog/domains/domain')
export type Domain = Output<'domains', 'get'>
type Dialog = 'describe' | 'rename' | 'merge' | 'remove'
/** Of the domain as it was when the dialog was opened: what the dialog does may be read here before its answer comes. */
type Open = { readonly dialog: Dialog; readonly row: Domain['row'] }
const FIELDS = fieldsOf('domain').filter(({ name }) => name !== 'name')

/** One domain: what it is, who owns it, its datasets and how well they are kept. */
export function DomainScreen() {
  const { name, part } = route.useSearch()
  const query = useAsk('domains', 'get', { name })
  const navigate = useNavigate()
  const [open, setOpen] = useState<Open | null>(null)
  const { data } = query
  const key = data?.row.key ?? null
  useVisit(key ?? undefined)
  const filter = useMemo(() => ({ domain: [name] }), [name])
  const show = (dialog: Dialog): void => {
    if (data !== undefined) setOpen({ dialog, row: data.row })
  }
  const close = (): void => setOpen(null)
  // An address may name a part that is gone with the description.
  const shown = part === 'history' && data !== undefined && key === null ? undefined : part
  return (
    <EntryPage
      noun="domain"
      name={name}
      query={query}
      mark={data?.row.mergedInto != null && <Chip look="dash">reads {data.row.mergedInto}</Chip>}
      actions={data !== undefined && <DomainActions data={data} onOpen={show} />}
      tabs={partTabs(
        shown,
        [
          [undefined, 'Overview'],
          ['datasets', 'Datasets', formatCount(data?.row.datasets ?? 0)],
          ...(key === null ? [] : [['history', 'History'] as const]),
        ],
        (to) => ({ to: '/catalog/domains/domain', search: { name, part: to } }),
      )}
    >
      {data !== undefined && shown === undefined && <Overview data={data} onDescribe={() => show('describe')} />}
      {shown === 'datasets' && (
        <DatasetList
          filter={filter}
          empty={<Empty text={`No dataset is in “${name}”. Set the domain on a dataset, or on many in the Catalog.`} />}
        />
      )}
      {shown === 'history' && key !== null && <HistoryTab assetKey={key} kind="domain" />}
      {open?.dialog === 'describe' && <DescribeDomainDialog name={name} onClose={close} />}
      {open?.dialog === 'rename' && (
        <RenameDialog
          name={name}
          follows={followWords(open.row)}
          rename={(to, reason) => send('domains', 'rename', { name, to, reason })}
          onDone={(to) => void navigate({ to: '/catalog/domains/domain', search: { name: to }, replace: true })}
          onClose={close}
        />
      )}
      {open?.dialog === 'merge' && <MergeDomainDialog row={open.row} onClose={close} />}
      {open?.dialog === 'remove' && open.row.key !== null && (
        <RemoveDialog
          assetKey={open.row.key}
          name={name}
          goes={removeWords(open.row)}
          said={`The description of “${name}” is deleted.`}
          list={{ to: '/catalog/domains' }}
          onClose={close}
        />
      )}
    </EntryPage>
  )
}

function DomainActions({ data: { row, sourceNames }, onOpen }: { data: Domain; onOpen: (dialog: Dialog) => void }) {
  const isItself = row.mergedInto === null
  useScreenActions({
    describeDomain: isItself && row.key === null && (() => onOpen('describe')),
    renameDomain: isItself && (() => onOpen('rename')),
    mergeDomain: isItself && (() => onOpen('merge')),
    deleteDomain: isItself && row.key !== null && sourceNames.length === 0 && (() => onOpen('remove')),
  })
  if (!isItself) return null
  return (
    <>
      <Button icon="edit" onClick={() => onOpen('rename')} title="Rename">
        <span className="label-wide">Rename</span>
      </Button>
      <Button onClick={() => onOpen('merge')} title="Say that it is another domain">
        Merge
      </Button>
      {row.key !== null && <DeleteButton sourceNames={sourceNames} what="Delete the description" onClick={() => onOpen('remove')} />}
    </>
  )
}

function Overview({ data, onDescribe }: { data: Domain; onDescribe: () => void }) {
  const { row } = data
  const split = (name: string): void =>
    void send('domains', 'split', { name }).then(
      ({ groupId }) => toastDecided(`Datasets that name “${name}” read it again.`, groupId),
      (error: unknown) => toastError(asAppError(error)),
    )
  return (
    <EntryOverview
      title="What it is"
      legend={row.key !== null && <ProvLegend />}
      sideLabel="Datasets"
      side={
        <section>
          <DatasetsHead count={row.datasets} filter={{ domain: [row.name] }} />
          <ul className="coverage ruled" aria-label="Coverage">
            {COVERAGE.map((coverage) => (
              <li key={coverage.part}>
                <span>{coverage.label}</span>
                {row.datasets > 0 && <Meter share={row[coverage.part] / row.datasets} />}
                <span className="num">
                  <Share row={row} coverage={coverage} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      }
    >
      {row.key === null ? (
        <div className="ruled" style={{ paddingTop: 8 }}>
          <p className="soft" style={{ marginBottom: 8 }}>
            {row.mergedInto === null
              ? `${plural(row.datasets, 'dataset')} ${row.datasets === 1 ? 'names' : 'name'} it, and nobody has described it yet.`
              : `What names it reads “${row.mergedInto}”.`}
          </p>
          {row.mergedInto === null ? (
            <Button look="primary" icon="plus" onClick={onDescribe}>
              Describe it
            </Button>
          ) : (
            <Button onClick={() => split(row.name)}>Take apart</Button>
          )}
        </div>
      ) : (
        <FieldList subject={{ kind: 'other', key: row.key, column: null }} fields={FIELDS} values={data.fields} currency="" />
      )}
      <OtherNames title="Other names that read this domain" names={data.alsoReads} of={row.name} onSplit={split} />
    </EntryOverview>
  )
}
