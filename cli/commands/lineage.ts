import { type Command, InvalidArgumentError, Option } from 'commander'
import { type ColumnWalk, walkColumns, type WalkedColumn } from '../column-walk.ts'
import { run, withExample } from '../command-line.ts'
import { type Direction, type Walk, type WalkedNode, walkLineage } from '../lineage-walk.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable, paragraphs, plain } from '../text.ts'

type Options = { readonly direction: Direction; readonly steps?: number; readonly column?: string }

/** `lineage KEY`: where it comes from and where it goes. */
export function addLineageCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('lineage <key>')
      .description('what a dataset is made from, and what is made from it; by key, dbt unique id, relation name or unambiguous name')
      .addOption(new Option('--direction <direction>', 'which way').choices(['up', 'down', 'both']).default('both'))
      .option('--steps <number>', 'how many steps (default: all)', parseSteps)
      .option('--column <name>', 'of one column of the dataset, from column to column')
      .action((key: string, { direction, steps, column }: Options, command: Command) =>
        run(deps, command, 'book', async ({ client }) => {
          if (column !== undefined) {
            const walk = await walkColumns(client, { key, column }, direction, steps ?? null)
            return { kind: 'value', value: documentOfColumns(walk), text: columnsText(walk) }
          }
          const walk = await walkLineage(client, key, direction, steps ?? null)
          return { kind: 'value', value: documentOfWalk(walk), text: walkText(walk) }
        }),
      ),
    'stewardbook --book shop.stewardbook lineage orders --direction up',
    'stewardbook --book shop.stewardbook lineage model.shop.orders --steps 1 --json',
    'stewardbook --book shop.stewardbook lineage orders --column total --direction up',
  )
}

function parseSteps(text: string): number {
  const steps = Number(text)
  if (!Number.isInteger(steps) || steps < 1 || steps > 1000) throw new InvalidArgumentError('It is a number from 1 to 1000.')
  return steps
}

function documentOfWalk({ root, nodes, edges, hidden }: Walk): unknown {
  return { root, nodes: nodes.map(({ key, name, kind }) => ({ key, name, kind })), edges, hidden }
}

function walkText({ root, nodes, edges, hidden }: Walk): string {
  const start = nodes.find((node) => node.key === root)
  const others = nodes.filter((node) => node.key !== root).sort((a, b) => a.step - b.step)
  const title = `${plain(start?.name ?? root)}  (${plain(root)})`
  if (others.length === 0) return `${title}\n\nNo links this way.`
  const table = formatTable<WalkedNode>(
    [
      { label: 'STEP', of: (node) => (node.step > 0 ? `+${node.step}` : node.step), align: 'right' },
      { label: 'NAME', of: (node) => node.name },
      { label: 'KIND', of: (node) => node.kind },
      { label: 'KEY', of: (node) => node.key },
    ],
    others,
  )
  const left = hidden === 0 ? '' : `; ${hidden} more are not shown`
  return paragraphs(title, table, `${count(edges.length, 'link')} between ${count(nodes.length, 'thing')}${left}`)
}

function documentOfColumns({ root, nodes, edges }: ColumnWalk): unknown {
  return { root, nodes: nodes.map(({ key, name, column, isKnown }) => ({ key, name, column, isKnown })), edges }
}

function columnsText({ root, nodes, edges }: ColumnWalk): string {
  const start = nodes.find(({ step }) => step === 0)
  const others = nodes.filter(({ step }) => step !== 0).sort((a, b) => a.step - b.step)
  const title = `${plain(start?.name ?? '')}.${plain(root.column)}  (${plain(root.key)})`
  if (others.length === 0) return `${title}\n\nNo source tells of links of this column this way.`
  const table = formatTable<WalkedColumn>(
    [
      { label: 'STEP', of: ({ step }) => (step > 0 ? `+${step}` : step), align: 'right' },
      { label: 'DATASET', of: ({ name }) => name },
      { label: 'COLUMN', of: ({ column, isKnown }) => (isKnown ? column : `${column} (not known)`) },
      { label: 'KEY', of: ({ key }) => key },
    ],
    others,
  )
  return paragraphs(title, table, `${count(edges.length, 'link')} between ${count(nodes.length, 'column')}`)
}
