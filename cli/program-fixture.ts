import { type AppContract, contract } from '#contract/index'
import type { AppEvent } from '#contract/events'
import { AppError, createClient, createDispatcher, type Handlers } from '#contract/kit'
import type { DatasetRow } from '#contract/shapes'
import type { Download } from './door/download.ts'
import type { CliHost, HostOptions } from './host.ts'
import { runProgram } from './program.ts'
import type { ProgramDeps } from './program-deps.ts'

// The command line before a host of the test's own making: for how it speaks, not for what the catalog answers.

type PartialHandlers = { readonly [N in keyof AppContract]?: Partial<Handlers<AppContract>[N]> }
export type Ran = {
  readonly code: number
  readonly out: string
  readonly error: string
  readonly opened: readonly HostOptions[]
  readonly closed: number
}

export type Surroundings = {
  readonly handlers?: PartialHandlers
  readonly downloads?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly isErrorTerminal?: boolean
  readonly events?: Set<(event: AppEvent) => void>
  readonly interrupts?: Set<() => void>
  readonly openHost?: ProgramDeps['openHost']
}

function asDownload(text: string | undefined): Download {
  if (text === undefined) throw new AppError('not-found', 'This download was fetched already.')
  const bytes = new TextEncoder().encode(text)
  const open = async function* once(): AsyncGenerator<Uint8Array> {
    yield bytes
  }
  return { fileName: 'file', mediaType: 'text/plain', sizeBytes: bytes.length, open }
}

function listenTo<Listener>(listeners: Set<Listener> | undefined): (listener: Listener) => () => void {
  return (listener) => {
    listeners?.add(listener)
    return () => listeners?.delete(listener)
  }
}

/** Runs one call of the command line to its end. */
export async function runFixture(args: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  const opened: HostOptions[] = []
  let closed = 0
  let out = ''
  let error = ''
  const dispatch = createDispatcher(contract, (surroundings.handlers ?? {}) as Handlers<AppContract>, () => undefined)
  const host: CliHost = {
    client: createClient(contract, dispatch),
    dispatch,
    subscribe: listenTo(surroundings.events),
    redeemTicket: (ticket) => asDownload(surroundings.downloads?.[ticket]),
    pickPaths: (purpose, paths) => Promise.resolve(`${purpose}:${paths.join('|')}`),
    close: () => {
      closed += 1
      return Promise.resolve()
    },
  }
  const code = await runProgram(args, {
    openHost:
      surroundings.openHost ??
      ((options) => {
        opened.push(options)
        return Promise.resolve(host)
      }),
    version: '1.2.3',
    cwd: surroundings.cwd ?? '/home/ada',
    env: surroundings.env ?? {},
    writeOut: (text) => (out += text),
    writeOutPieces: async (pieces) => {
      for await (const piece of pieces) out += Buffer.from(piece).toString('utf8')
    },
    writeError: (text) => (error += text),
    isErrorTerminal: surroundings.isErrorTerminal ?? false,
    onInterrupt: listenTo(surroundings.interrupts),
    serve: () => Promise.resolve(),
  })
  return { code, out, error, opened, closed }
}

/** A dataset as lists show it, the first of them owned. */
export const datasetRow = (index: number): DatasetRow => ({
  key: `dbt:shop/model.shop.m${index}`,
  name: `m${index}`,
  database: null,
  schema: 'main',
  relation: null,
  platform: null,
  resourceType: 'model',
  status: 'active',
  description: null,
  ownerTeam: index === 0 ? 'Order desk' : null,
  steward: null,
  domain: null,
  tier: null,
  classification: null,
  tags: [],
  sourceNames: [],
  columnCount: index,
  piiColumnCount: 0,
  checkCount: 0,
  failingCheckCount: 0,
  upstreamCount: 0,
  downstreamCount: 0,
  lastSuccessfulRunMs: null,
  freshness: 'unknown',
  rowCount: null,
  sizeBytes: null,
  hasConflict: false,
})
