import { Popover } from '@mantine/core'
import type { ColumnLayout } from './columns.ts'
import { useFloating } from './floating.ts'
import { Icon } from './icon.tsx'

/** Which columns a ledger shows. Says how many of them have no room. */
export function ColumnChooser<T>({ layout, cramped }: { layout: ColumnLayout<T>; cramped: number }) {
  const { floating, dropdown } = useFloating()
  return (
    <Popover {...floating} withRoles={false}>
      <Popover.Target>
        <button
          type="button"
          className="btn ghost"
          aria-expanded={floating.opened}
          aria-haspopup="dialog"
          title={cramped === 0 ? undefined : `${cramped} chosen columns have no room`}
          onClick={() => floating.onChange(!floating.opened)}
        >
          <Icon name="columns" />
          Columns
          {cramped > 0 && <em className="muted small">{cramped} hidden</em>}
        </button>
      </Popover.Target>
      <Popover.Dropdown {...dropdown} role="dialog" aria-label="Columns" className="columnmenu">
        <ul>
          {layout.all
            .filter((column) => column.isFlexible !== true)
            .map((column) => (
              <li key={column.id}>
                <label className="check">
                  <input type="checkbox" checked={layout.isShown(column)} onChange={() => layout.toggle(column)} />
                  {column.headTitle ?? column.head}
                </label>
              </li>
            ))}
        </ul>
        <button type="button" className="link" onClick={layout.reset}>
          {layout.resetWords}
        </button>
      </Popover.Dropdown>
    </Popover>
  )
}
