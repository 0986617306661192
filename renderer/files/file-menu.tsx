import { Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { plural } from '#core/format'
import { asAppError, type Input } from '../app/api.ts'
import { bridge } from '../app/bridge.ts'
import { Icon } from '../ui/icon.tsx'
import { toast, toastError } from '../ui/toast.tsx'

type Entry = { readonly label: string; readonly hint: string }
type Exported = { readonly ticket: string; readonly fileName: string; readonly count: number }

type Props = {
  readonly take: Entry & { readonly format: NonNullable<Input<'imports', 'preview'>['format']> }
  readonly give: readonly (Entry & { readonly write: () => Promise<Exported> })[]
  /** One of what is in the files, and several where that is not just an s. */
  readonly noun: string
  readonly nouns?: string
}

/** What a list of the Catalog can be read from, and written to. */
export function FileMenu({ take, give, noun, nouns = `${noun}s` }: Props) {
  const navigate = useNavigate()
  return (
    // Without the placeholder that would take the focus first: a menu holds nothing but its items.
    <Menu position="bottom-end" transitionProps={{ duration: 0 }} offset={4} width={340} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="btn" aria-label="Import and export" title="Import and export">
          <Icon name="download" />
          <Icon name="down" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void navigate({ to: '/sources/import', search: { format: take.format } })}>
          {take.label} <span className="small soft">{take.hint}</span>
        </Menu.Item>
        {give.map(({ label, hint, write }) => (
          <Menu.Item key={label} onClick={() => saveFile(write, noun, nouns)}>
            {label} <span className="small soft">{hint}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Makes a file and hands it to the person; a message says how many things are in it. */
export function saveFile(write: () => Promise<Exported>, noun: string, nouns = `${noun}s`): void {
  const run = async (): Promise<void> => {
    const { ticket, fileName, count } = await write()
    if (await bridge.download(ticket, fileName)) toast(`${plural(count, noun, nouns)} saved as ${fileName}.`)
  }
  run().catch((error: unknown) => toastError(asAppError(error)))
}
