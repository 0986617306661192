import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** How long a launch token may wait to be used. */
export const LAUNCH_LIFETIME_MS = 60_000
const MOST_SESSIONS = 32
const MOST_LAUNCHES = 8
const TOKEN_BYTES = 32

/**
 * Who may call. A launch token travels in the address's fragment and works once; it is exchanged for a session token that
 * only the page's own session storage keeps. Here only hashes of them are kept.
 */
export type Tokens = {
  /** A new launch token: 256 random bits, one use, a minute. Earlier ones that were not used stay good for their minute. */
  readonly mintLaunch: () => string
  /** @returns the session token, or null when the launch token is unknown, used or too old */
  readonly exchange: (launchToken: string) => string | null
  readonly isSession: (sessionToken: string) => boolean
}

export function createTokens(now: () => number, lifetimeMs: number): Tokens {
  let launches: { readonly hash: Buffer; readonly endsAtMs: number }[] = []
  let sessions: Buffer[] = []
  return {
    mintLaunch: () => {
      const token = newToken()
      launches = [...launches, { hash: hashOf(token), endsAtMs: now() + lifetimeMs }].slice(-MOST_LAUNCHES)
      return token
    },
    exchange: (launchToken) => {
      const hash = hashOf(launchToken)
      const nowMs = now()
      // Every candidate is compared, so that the time taken says nothing about which one it was.
      const matches = launches.map((launch) => timingSafeEqual(launch.hash, hash) && launch.endsAtMs > nowMs)
      const isGood = matches.includes(true)
      launches = launches.filter((launch, index) => !matches[index] && launch.endsAtMs > nowMs)
      if (!isGood) return null
      const session = newToken()
      sessions = [...sessions, hashOf(session)].slice(-MOST_SESSIONS)
      return session
    },
    isSession: (sessionToken) => {
      const hash = hashOf(sessionToken)
      return sessions.map((session) => timingSafeEqual(session, hash)).includes(true)
    },
  }
}

const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')
/** Equal lengths for the timing-safe comparison, whatever was sent. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
