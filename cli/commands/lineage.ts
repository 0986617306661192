import { type Command, InvalidArgumentError, Option } from 'commander'
import { run, withExample } from '../command-line.ts'
import { type Direction, type Walk, type WalkedNode, walkLineage } from '../lineage-walk.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable, paragraphs, plain } from '../text.ts'

/** `lineage KEY`: where it comes from and where it goes. */
export function addLineageCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('lineage <key>')
      .description('what a dataset is made from, and what is made from it; by key, dbt unique id, relation name or unambiguous name')
      .addOption(new Option('--direction <direction>', 'which way').choices(['up', 'down', 'both']).default('both'))
      .option('--steps <number>', 'how many steps (default: all)', parseSteps)
      .action((key: string, options: { direction: Direction; steps?: number }, command: Command) =>
        run(deps, command, 'book', async ({ client }) => {
          const walk = await walkLineage(client, key, options.direction, options.steps ?? null)
          return { kind: 'value', value: documentOfWalk(walk), text: walkText(walk) }
        }),
      ),
    'stewardbook --book shop.stewardbook lineage orders --direction up',
    'stewardbook --book shop.stewardbook lineage model.shop.orders --steps 1 --json',
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
