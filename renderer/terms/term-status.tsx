import type { TermStatus } from '#core/assets/kinds'
import { Chip, Dash } from '../ui/parts.tsx'
import { Icon } from '../ui/icon.tsx'

/** How far a term is agreed on: told by a sign and a word, not by colour alone. */
export function TermStatusMark({ status }: { status: TermStatus | null }) {
  if (status === null) return <Dash why="Nobody said whether it is a draft or approved" />
  if (status === 'draft') return <Chip look="dash">draft</Chip>
  return (
    <span className="state clear">
      <Icon name="check" />
      approved
    </span>
  )
}
