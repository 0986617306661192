import { useEffect, useRef, useState } from 'react'
import type { SuggestionGroup } from '#contract/suggestions'
import { findField } from '#core/assets/fields'
import { formatJson, plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { useAddressText } from '../app/address-text.ts'
import { useCommand } from '../app/api.ts'
import { usePages } from '../app/pages.ts'
import { toastDecided } from '../datasets/decide.ts'
import { Button } from '../ui/button.tsx'
import { MoreRows, PagesNotRead } from '../ui/more-rows.tsx'
import { Chip, KeyHint } from '../ui/parts.tsx'
import { useRowKeys } from '../ui/row-keys.ts'
import { SearchInput } from '../ui/search-input.tsx'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'

/** As many groups as one command takes. */
const MOST_ACCEPTED = 1000
const NONE: ReadonlySet<string> = new Set()

/** What names, folders, groups and neighbours suggest for fields nobody has filled; accepted in bulk, except some. */
export function Suggestions() {
  const [text, setText] = useAddressText()
  const pages = usePages('suggestions', 'groups', text.trim() === '' ? {} : { text: text.trim() })
  const list = useRef<HTMLUListElement>(null)
  useRowKeys(list, ':scope > li')
  const accept = useCommand('suggestions', 'accept')
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map())
  /** By group: a dataset that is left out of one suggestion takes another all the same. */
  const [leftOut, setLeftOut] = useState<ReadonlyMap<string, ReadonlySet<string>>>(new Map())
  if (pages.failed === 'first' && text === '') return <PagesNotRead pages={pages} />
  if (pages.isLoading) return <BoneRows rows={8} />
  const groups = pages.rows
  if (groups.length === 0 && text.trim() === '')
    return <Empty text="Nothing to suggest: every field that names, folders, groups or neighbours could fill is filled." />
  const exceptOf = ({ groupId }: SuggestionGroup): ReadonlySet<string> => leftOut.get(groupId) ?? NONE
  const takes = (group: SuggestionGroup): number => Math.max(0, group.count - exceptOf(group).size)
  const isTicked = (group: SuggestionGroup): boolean => takes(group) > 0 && (touched.get(group.groupId) ?? !group.isGuess)
  const chosen = groups.filter(isTicked).slice(0, MOST_ACCEPTED)
  const isAll = groups.every((group) => isTicked(group) || takes(group) === 0)
  const sum = (of: (group: SuggestionGroup) => number): number => chosen.reduce((all, group) => all + of(group), 0)
  const without = sum((group) => exceptOf(group).size)
  const tick = (group: SuggestionGroup): void => {
    setTouched(new Map(touched).set(group.groupId, !isTicked(group)))
    // Ticked once more, a group of which nothing was left is whole again.
    if (takes(group) === 0) setLeftOut(new Map(leftOut).set(group.groupId, NONE))
  }
  const run = (): void =>
    accept.mutate(
      { groups: chosen.map((group) => ({ groupId: group.groupId, except: [...exceptOf(group)] })) },
      {
        told: ({ groupId, count }) => toastDecided(`${plural(count, 'value')} set.`, groupId),
        onSuccess() {
          setLeftOut(new Map())
          setTouched(new Map())
        },
      },
    )
  return (
    <div className="stack" style={{ gap: 12 }}>
      <p className="soft" style={{ maxWidth: '72ch' }}>
        Nothing here is applied until you accept it, and only empty fields are filled. One undo takes a whole acceptance back. What
        neighbours agree on is only a guess, so it is not ticked yet.
      </p>
      <div className="row">
        <SearchInput label="Filter suggestions" value={text} onChange={setText} keyHint="/" />
        <span className="grow" />
        <span className="small muted row">
          <KeyHint keys="j k" does="move" room="wide" />
          <KeyHint keys="x" does="tick" room="wide" />
          <KeyHint keys="↵" does="which" room="wide" />
        </span>
      </div>
      <div>
        {groups.length === 0 && pages.failed === null && <p className="muted">{`No suggestion matches “${text.trim()}”.`}</p>}
        <ul className="suggest ruled" ref={list}>
          {groups.map((group) => (
            <Group
              key={group.groupId}
              group={group}
              isTicked={isTicked(group)}
              onTick={() => tick(group)}
              except={exceptOf(group)}
              onExcept={(key) => setLeftOut(new Map(leftOut).set(group.groupId, toggled(exceptOf(group), key)))}
            />
          ))}
        </ul>
        <MoreRows pages={pages} words={(left) => `Show ${plural(left, 'more suggestion')}`} />
      </div>
      {accept.error !== null && <ErrorBlock error={accept.error} kept="Nothing was set." />}
      <div className="row">
        <Button look="primary" onClick={run} disabled={chosen.length === 0 || accept.isPending}>
          Accept {plural(chosen.length, 'suggestion')}
        </Button>
        <span className="small muted" role="status">
          {plural(sum(takes), 'value')}
          {without > 0 && `, ${plural(without, 'value')} left out`}
        </span>
        <span className="grow" />
        <button type="button" className="link" onClick={() => setTouched(new Map(groups.map((group) => [group.groupId, !isAll])))}>
          {isAll ? 'Tick none' : 'Tick all'}
        </button>
      </div>
    </div>
  )
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(value)) next.add(value)
  return next
}

type GroupProps = {
  group: SuggestionGroup
  isTicked: boolean
  onTick: () => void
  /** Keys of its datasets that are left out. */
  except: ReadonlySet<string>
  onExcept: (key: string) => void
}

function Group({ group, isTicked, onTick, except, onExcept }: GroupProps) {
  const [isOpen, setOpen] = useState(false)
  const label = findField('dataset', group.field)?.label ?? group.field
  const box = useRef<HTMLInputElement>(null)
  const isPart = isTicked && except.size > 0
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isPart
  }, [isPart])
  return (
    <li>
      <div className="line">
        <label className="check grow">
          <input
            ref={box}
            type="checkbox"
            checked={isTicked}
            onChange={onTick}
            onKeyDown={(event) => event.key === 'Enter' && setOpen(!isOpen)}
            aria-label={`${plural(group.count, 'dataset')}: ${label} ${formatJson(group.value as JsonValue)}`}
          />
          <span className="row wrap" style={{ gap: 6 }}>
            <b>{plural(group.count, 'dataset')}</b>
            <span className="muted">{label}</span>
            <Chip look="dash">{formatJson(group.value as JsonValue)}</Chip>
            <span className="small muted">
              {group.because}
              {except.size > 0 && `; ${plural(except.size, 'dataset')} left out`}
            </span>
          </span>
        </label>
        <Button look="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'Which'}
        </Button>
      </div>
      {isOpen && <Members groupId={group.groupId} except={except} onExcept={onExcept} />}
    </li>
  )
}

function Members({ groupId, except, onExcept }: { groupId: string; except: ReadonlySet<string>; onExcept: (key: string) => void }) {
  const pages = usePages('suggestions', 'members', { groupId })
  if (pages.isLoading) return <BoneRows rows={3} />
  return (
    <>
      <ul className="members">
        {pages.rows.map((member) => (
          <li key={member.key}>
            <label className="check">
              <input type="checkbox" checked={!except.has(member.key)} onChange={() => onExcept(member.key)} />
              <code className="cut" title={member.name}>
                {member.name}
              </code>
            </label>
          </li>
        ))}
      </ul>
      <MoreRows pages={pages} words={(left) => plural(left, 'more', 'more')} />
    </>
  )
}
