import { AppError } from '#core/errors'

/** Something made for a person to keep. */
export type TicketContent = {
  readonly fileName: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly open: () => AsyncIterable<Uint8Array>
  /** Nobody reads it, or no further. */
  readonly drop?: () => void
}

/** Downloads that wait to be fetched, each once. */
export type Tickets = {
  readonly issue: (content: TicketContent) => string
  /** @throws AppError not-found when the ticket is unknown, used or too old */
  readonly redeem: (ticket: string) => TicketContent
}

export type TicketsOptions = { readonly now: () => number; readonly randomId: () => string; readonly lifetimeMs?: number }

const LIFETIME_MS = 10 * 60 * 1000
/** Contents wait in memory or on the disk: a screen that never fetches must not fill them. */
const MOST_WAITING = 50

export function createTickets({ now, randomId, lifetimeMs = LIFETIME_MS }: TicketsOptions): Tickets {
  const waiting = new Map<string, { readonly content: TicketContent; readonly endsAtMs: number }>()
  const dropOld = (): void => {
    for (const [ticket, { content, endsAtMs }] of waiting) {
      if (endsAtMs > now() && waiting.size <= MOST_WAITING) break // oldest first
      waiting.delete(ticket)
      content.drop?.()
    }
  }
  return {
    issue: (content) => {
      const ticket = randomId()
      waiting.set(ticket, { content, endsAtMs: now() + lifetimeMs })
      dropOld()
      return ticket
    },
    redeem: (ticket) => {
      dropOld()
      const found = waiting.get(ticket)
      if (found === undefined) throw new AppError('not-found', 'This download was fetched already or is too old. Make it again.')
      waiting.delete(ticket)
      return found.content
    },
  }
}

/** Content that is already in memory. */
export function bytesContent(fileName: string, mediaType: string, content: string | Uint8Array): TicketContent {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    fileName,
    mediaType,
    sizeBytes: bytes.length,
    open: async function* once() {
      yield bytes
    },
  }
}
