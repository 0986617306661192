import { Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Input } from '../app/api.ts'
import { useFloating } from '../ui/floating.ts'
import { Icon } from '../ui/icon.tsx'
import type { Export } from './exports.ts'
import { saveFile, useIsWriting } from './save-file.ts'

type Props = {
  readonly take: {
    readonly label: string
    readonly hint: string
    readonly format: NonNullable<Input<'imports', 'preview'>['format']>
  }
  readonly give: readonly Export[]
}

/** What a list of the Catalog can be read from, and written to. */
export function FileMenu({ take, give }: Props) {
  const navigate = useNavigate()
  const { floating, dropdown } = useFloating()
  const isWriting = useIsWriting()
  return (
    // Without the placeholder that would take the focus first: a menu holds nothing but its items.
    <Menu {...floating} width={340} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="btn" aria-label="Import and export" title="Import and export">
          <Icon name="download" />
          {isWriting && <span role="status">Writing…</span>}
          <Icon name="down" />
        </button>
      </Menu.Target>
      <Menu.Dropdown {...dropdown}>
        <Menu.Item onClick={() => void navigate({ to: '/sources/import', search: { format: take.format } })}>
          {take.label} <span className="small soft">{take.hint}</span>
        </Menu.Item>
        {give.map((one) => (
          <Menu.Item key={one.label} onClick={() => saveFile(one)}>
            {one.label} <span className="small soft">{one.hint}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
