import { Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Input } from '../app/api.ts'
import { asAppError, send } from '../app/api.ts'
import { bridge } from '../app/bridge.ts'
import { plural } from '#core/format'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { toast, toastError } from '../ui/toast.tsx'

type Shape = Input<'terms', 'export'>['shape']
const SHAPES: readonly { shape: Shape; label: string; hint: string }[] = [
  { shape: 'csv', label: 'Export as a table', hint: 'CSV, can be imported again' },
  { shape: 'openmetadata', label: 'Export for OpenMetadata', hint: 'CSV' },
  { shape: 'datahub', label: 'Export for DataHub', hint: 'YAML' },
]

/** What can be done with the glossary as a whole. */
export function GlossaryActions({ onAdd }: { onAdd: () => void }) {
  const navigate = useNavigate()
  return (
    <>
      <Menu position="bottom-end" transitionProps={{ duration: 0 }} offset={4} width={300}>
        <Menu.Target>
          <button type="button" className="btn" aria-label="Import and export" title="Import and export">
            <Icon name="download" />
            <Icon name="down" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void navigate({ to: '/sources/import', search: { format: 'glossary' } })}>
            Import a glossary <span className="small muted">CSV, OpenMetadata, DataHub</span>
          </Menu.Item>
          {SHAPES.map(({ shape, label, hint }) => (
            <Menu.Item key={shape} onClick={() => save(shape)}>
              {label} <span className="small muted">{hint}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button icon="plus" onClick={onAdd} title="New term (n)" aria-keyshortcuts="n">
        <span className="label-wide">Term</span>
      </Button>
    </>
  )
}

function save(shape: Shape): void {
  const run = async (): Promise<void> => {
    const { ticket, fileName, count } = await send('terms', 'export', { shape })
    if (await bridge.download(ticket, fileName)) toast(`${plural(count, 'term')} saved as ${fileName}.`)
  }
  run().catch((error: unknown) => toastError(asAppError(error)))
}
