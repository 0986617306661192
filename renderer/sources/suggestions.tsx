import { useState } from 'react'
import type { SuggestionGroup } from '#contract/suggestions'
import { findField } from '#core/assets/fields'
import { formatJson, plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { useAsk, useCommand } from '../app/api.ts'
import { usePages } from '../app/pages.ts'
import { toastDecided } from '../datasets/decide.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/parts.tsx'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'

/** What names, folders, groups and neighbours suggest for fields nobody has filled; accepted in bulk, except some. */
export function Suggestions() {
  const query = useAsk('suggestions', 'groups', {})
  const accept = useCommand('suggestions', 'accept')
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [except, setExcept] = useState<ReadonlySet<string>>(new Set())
  if (query.error !== null) return <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <BoneRows rows={8} />
  const groups = query.data.items
  if (groups.length === 0)
    return <Empty text="Nothing to suggest: every field that names, folders, groups or neighbours could fill is filled." />
  const isTicked = (group: SuggestionGroup): boolean => touched.get(group.groupId) ?? !group.isGuess
  const chosen = groups.filter((group) => isTicked(group))
  const isAll = chosen.length === groups.length
  const run = (): void =>
    accept.mutate(
      { groupIds: chosen.map((group) => group.groupId), except: [...except] },
      {
        onSuccess({ groupId, count }) {
          setExcept(new Set())
          setTouched(new Map())
          toastDecided(`${plural(count, 'value')} set.`, groupId)
        },
      },
    )
  return (
    <div className="stack" style={{ gap: 12 }}>
      <p className="soft" style={{ maxWidth: '72ch' }}>
        Nothing here is applied until you accept it, and only empty fields are filled. One undo takes a whole acceptance back. What
        neighbours agree on is only a guess, so it is not ticked yet.
      </p>
      <ul className="suggest ruled">
        {groups.map((group) => (
          <Group
            key={group.groupId}
            group={group}
            isTicked={isTicked(group)}
            onTick={() => setTouched(new Map(touched).set(group.groupId, !isTicked(group)))}
            except={except}
            onExcept={(key) => setExcept(toggled(except, key))}
          />
        ))}
      </ul>
      {accept.error !== null && <ErrorBlock error={accept.error} kept="Nothing was set." />}
      <div className="row">
        <Button look="primary" onClick={run} disabled={chosen.length === 0 || accept.isPending}>
          Accept {plural(chosen.length, 'suggestion')}
        </Button>
        <span className="small muted">
          {plural(
            chosen.reduce((sum, group) => sum + group.count, 0),
            'value',
          )}
          {except.size > 0 && `, except ${plural(except.size, 'dataset')}`}
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
  except: ReadonlySet<string>
  onExcept: (key: string) => void
}

function Group({ group, isTicked, onTick, except, onExcept }: GroupProps) {
  const [isOpen, setOpen] = useState(false)
  const label = findField('dataset', group.field)?.label ?? group.field
  return (
    <li>
      <div className="line">
        <label className="check grow">
          <input
            type="checkbox"
            checked={isTicked}
            onChange={onTick}
            aria-label={`${plural(group.count, 'dataset')}: ${label} ${formatJson(group.value as JsonValue)}`}
          />
          <span className="row wrap" style={{ gap: 6 }}>
            <b>{plural(group.count, 'dataset')}</b>
            <span className="muted">{label}</span>
            <Chip look="dash">{formatJson(group.value as JsonValue)}</Chip>
            <span className="small muted">{group.because}</span>
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
      {pages.rows.length < pages.total && (
        <li>
          <button type="button" className="link small" onClick={() => pages.reach(pages.rows.length)}>
            {plural(pages.total - pages.rows.length, 'more', 'more')}
          </button>
        </li>
      )}
    </ul>
  )
}
