import type { Command } from 'commander'
import { AppError } from '#contract/kit'
import type { HeldChange, OwnerRow } from '#contract/owners'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable, plain } from '../text.ts'

type Owners = Session['client']['owners']
type Change = Parameters<Owners['preview']>[0]['change']
type Plan = Awaited<ReturnType<Owners['preview']>>
type Done = { readonly groupId: number | null; readonly count: number }
type ChangeOptions = { readonly reason?: string; readonly preview?: true }

/** `list owners`: who answers for what. */
export function addListOwnersCommand(list: Command, deps: ProgramDeps): void {
  withExample(
    list
      .command('owners')
      .description('teams and people that own or look after something, and how much')
      .option('--filter <text>', 'text in the name')
      .option('--left', 'only those who left and still hold something')
      .action((options: { filter?: string; left?: true }, command: Command) =>
        run(deps, command, 'book', (session) => listOwners(session, options.filter, options.left === true ? 'left' : undefined)),
      ),
    'stewardbook --book shop.stewardbook list owners --filter finance',
    'stewardbook --book shop.stewardbook list owners --left --json',
  )
}

/** `owners …`: what becomes of what somebody holds. */
export function addOwnersCommands(program: Command, deps: ProgramDeps): void {
  const owners = program.command('owners').description('set owners up, give over what they hold, merge two names of one team')

  withExample(
    owners
      .command('add <name>')
      .description('set a team or a person up by hand')
      .option('--type <type>', 'team or person')
      .option('--email <address>', 'where to reach it')
      .option('--reason <text>', 'why; kept with the decisions')
      .action((name: string, { reason = '', type, email }: { reason?: string; type?: string; email?: string }, command: Command) =>
        run(deps, command, 'book', async ({ client }) => {
          const fields = { ...(type === undefined ? {} : { ownerType: type.toLowerCase() }), ...(email === undefined ? {} : { email }) }
          const { key } = await client.assets.create({ kind: 'owner', name, fields, reason })
          return { kind: 'value', value: { key }, text: `${plain(name)} is set up: ${plain(key)}.` }
        }),
      ),
    'stewardbook --book shop.stewardbook owners add "Ines Duarte" --type person --email ines@larkmoor.example',
  )

  const whether = { leave: true, return: false } as const
  for (const [verb, description, example] of [
    ['leave', 'say that somebody has left; what they hold waits on Home', 'owners leave "Ines Duarte" --reason "since March"'],
    ['return', 'say that somebody is back', 'owners return "Ines Duarte"'],
  ] as const) {
    withExample(
      owners
        .command(`${verb} <name>`)
        .description(description)
        .option('--reason <text>', 'why; kept with the decision')
        .action((name: string, { reason = '' }: { reason?: string }, command: Command) =>
          run(deps, command, 'book', (session) => setLeft(session, { name, hasLeft: whether[verb], reason })),
        ),
      `stewardbook --book shop.stewardbook ${example}`,
    )
  }

  withExample(
    asChange(owners.command('reassign <from> <to>').description('give everything one owner or steward holds to another'))
      .option('--role <role>', 'only what is held as owner, or as steward')
      .action((from: string, to: string, { role, ...options }: ChangeOptions & { role?: string }, command: Command) => {
        const held = role === undefined ? {} : { role: readRole(role) }
        return run(deps, command, 'book', (session) =>
          change(session, { kind: 'reassign', from, to, ...held }, options, (more) =>
            session.client.owners.reassign({ from, to, ...held, ...more }),
          ),
        )
      }),
    'stewardbook --book shop.stewardbook owners reassign "Ines Duarte" "Order desk" --preview',
    'stewardbook --book shop.stewardbook owners reassign "Ines Duarte" "Bo Lind" --role steward --reason "has left"',
  )

  withExample(
    asChange(owners.command('merge <from> <into>').description('say two names are one team, now and after later imports')).action(
      (from: string, into: string, options: ChangeOptions, command: Command) =>
        run(deps, command, 'book', (session) =>
          change(session, { kind: 'merge', from, into }, options, (more) => session.client.owners.merge({ from, into, ...more })),
        ),
    ),
    'stewardbook --book shop.stewardbook owners merge Fin Finance --reason "one team"',
  )

  withExample(
    asChange(owners.command('split <name>').description('take a merge back: what names it reads it again')).action(
      (name: string, options: ChangeOptions, command: Command) =>
        run(deps, command, 'book', (session) =>
          change(session, { kind: 'split', name }, options, (more) => session.client.owners.split({ name, ...more })),
        ),
    ),
    'stewardbook --book shop.stewardbook owners split Fin',
  )
}

const asChange = (command: Command): Command =>
  command.option('--reason <text>', 'why; kept with each decision').option('--preview', 'only say what would change')

function readRole(role: string): 'ownerTeam' | 'steward' {
  if (role === 'owner') return 'ownerTeam'
  if (role === 'steward') return 'steward'
  throw new AppError('invalid-input', `“${role}” is no role: say owner or steward.`, { role })
}

async function listOwners({ client }: Session, text: string | undefined, only: 'left' | undefined): Promise<Outcome> {
  const asked = { ...(text === undefined ? {} : { text }), ...(only === undefined ? {} : { only }) }
  const whole = await collectPages((page) => client.owners.list({ ...page, ...asked }))
  const table = formatTable<OwnerRow>(
    [
      { label: 'OWNER', of: (row) => row.name },
      { label: 'TYPE', of: (row) => row.ownerType },
      { label: 'E-MAIL', of: (row) => row.email },
      { label: 'DATASETS', of: (row) => row.datasetsOwned, align: 'right' },
      { label: 'STEWARD OF', of: (row) => row.datasetsStewarded, align: 'right' },
      { label: 'OTHERS', of: (row) => row.others.reduce((sum, other) => sum + other.count, 0), align: 'right' },
      { label: 'STATUS', of: (row) => (row.mergedInto === null ? (row.hasLeft ? 'has left' : ' ') : `reads ${row.mergedInto}`) },
    ],
    whole.items,
  )
  return { kind: 'value', value: whole, text: table === '' ? 'No owner fits.' : `${table}\n\n${count(whole.total, 'owner')}` }
}

async function setLeft({ client }: Session, left: Parameters<Owners['setLeft']>[0]): Promise<Outcome> {
  const { items } = await collectPages((page) => client.owners.list({ ...page, text: left.name }))
  const known = items.find(({ name }) => name === left.name)
  const said = left.hasLeft ? 'has left' : 'is back'
  // A script that runs again wants just that.
  if (known?.mergedInto === null && known.hasLeft === left.hasLeft)
    return { kind: 'value', value: { groupId: null }, text: `${plain(left.name)}: nothing to change, it stands already.` }
  const { groupId } = await client.owners.setLeft(left)
  const holds =
    (known?.datasetsOwned ?? 0) + (known?.datasetsStewarded ?? 0) + (known?.others ?? []).reduce((sum, { count: n }) => sum + n, 0)
  const waits = left.hasLeft && holds > 0 ? ` ${count(holds, 'thing')} to give over: owners reassign.` : ''
  return { kind: 'value', value: { groupId }, text: `${plain(left.name)} ${said}.${waits}` }
}

async function change(
  { client }: Session,
  asked: Change,
  { reason = '', preview }: ChangeOptions,
  apply: (more: { planId: string; reason: string }) => Promise<Done>,
): Promise<Outcome> {
  if (preview === true) return previewChange(client.owners, asked)
  const plan = await client.owners.preview({ change: asked, limit: 1 })
  if (asked.kind === 'reassign' && plan.total === 0)
    return { kind: 'value', value: { groupId: null, count: 0, ...numbersOf(plan) }, text: planWords(plan) }
  const { groupId, count: changed } = await apply({ planId: plan.planId, reason })
  return { kind: 'value', value: { groupId, count: changed, ...numbersOf(plan) }, text: planWords(plan) }
}

async function previewChange(owners: Owners, asked: Change): Promise<Outcome> {
  let plan: Plan | undefined
  const whole = await collectPages(async (page) => (plan = await owners.preview({ change: asked, ...page })))
  const table = formatTable<HeldChange>(
    [
      { label: 'KIND', of: (row) => row.kind },
      { label: 'NAME', of: (row) => row.name },
      { label: 'AS', of: (row) => (row.field === 'steward' ? 'steward' : 'owner') },
      { label: 'BEFORE', of: (row) => row.before },
      { label: 'AFTER', of: (row) => row.after },
      { label: 'DECIDED BY', of: (row) => row.overrules?.author ?? null },
      { label: 'KEY', of: (row) => row.key },
    ],
    whole.items,
  )
  const value = { ...whole, ...(plan === undefined ? {} : numbersOf(plan)) }
  return { kind: 'value', value, text: plan === undefined || table === '' ? 'Nothing would change.' : `${table}\n\n${planWords(plan)}` }
}

const numbersOf = ({ things, total, overrules }: Plan) => ({ things, values: total, overrules })

const planWords = ({ things, total, overrules }: Plan): string =>
  total === 0 ? 'Nothing to change.' : `${count(total, 'value')} on ${count(things, 'thing')}, ${overrules} overruled.`
