import { Menu } from '@mantine/core'
import type { ColumnLayout } from './columns.ts'
import { Icon } from './icon.tsx'

/** Which columns a ledger shows. Says how many of them have no room. */
export function ColumnChooser<T>({ layout, cramped }: { layout: ColumnLayout<T>; cramped: number }) {
  return (
    <Menu position="bottom-end" closeOnItemClick={false} transitionProps={{ duration: 0 }} offset={4}>
      <Menu.Target>
        <button type="button" className="btn ghost" title={cramped === 0 ? undefined : `${cramped} chosen columns have no room`}>
          <Icon name="columns" />
          Columns
          {cramped > 0 && <em className="muted small">{cramped} hidden</em>}
        </button>
      </Menu.Target>
      <Menu.Dropdown className="tallmenu">
        {layout.all
          .filter((column) => column.isFlexible !== true)
          .map((column) => (
            <Menu.Item key={column.id} role="menuitemcheckbox" aria-checked={layout.isShown(column)} onClick={() => layout.toggle(column)}>
              <span className="row">
                <span className={`tick ${layout.isShown(column) ? 'on' : ''}`}>{layout.isShown(column) && <Icon name="check" />}</span>
                {column.headTitle ?? column.head}
              </span>
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item onClick={layout.reset}>Reset columns and widths</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
