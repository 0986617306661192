import { canonicalJson, type JsonValue } from '../json.ts'
import type { FieldValue, OtherClaim, Provenance } from './provenance.ts'

/** What one source says about one field. */
export type Claim = {
  readonly value: JsonValue
  readonly sourceId: number
  readonly sourceName: string
  readonly format: string
  readonly part: string
  readonly importId: number
  readonly seenAtMs: number
  readonly metaKey: string | null
}

/** What a person decided about one field; the newest of its kind. value null = taken back. */
export type StandingDecision = {
  readonly decisionId: number
  readonly value: JsonValue | null
  readonly author: string
  readonly atMs: number
  readonly reason: string
}

/** Of two decisions on one field, made on two keys or under two spellings: the newer of those that say a value. */
export function whichCounts(a: StandingDecision, b: StandingDecision): StandingDecision {
  if ((a.value === null) !== (b.value === null)) return a.value === null ? b : a
  return a.decisionId > b.decisionId ? a : b
}

/** Smaller counts more. From the rule pack `precedence`. */
export type RankOf = (field: string, format: string, part: string) => number

/**
 * The current value of a field: a decision if there is one, else the best-ranked claim.
 * Claims of equal rank that differ are a conflict: the oldest source's value is shown until a person settles it.
 */
export function resolveField(
  field: string,
  claims: readonly Claim[],
  decision: StandingDecision | undefined,
  rankOf: RankOf,
  missing: string,
): FieldValue {
  const ordered = orderClaims(field, claims, rankOf)
  if (decision !== undefined && decision.value !== null) {
    const value = decision.value
    const text = canonicalJson(value)
    const others = ordered.filter((claim) => canonicalJson(claim.value) !== text)
    return {
      field,
      value,
      provenance: {
        kind: 'decision',
        decisionId: decision.decisionId,
        author: decision.author,
        atMs: decision.atMs,
        reason: decision.reason,
        overruled: others.length,
      },
      others: others.map((claim) => toOther(claim)),
      isConflict: false,
    }
  }
  const best = ordered[0]
  if (best === undefined) return { field, value: null, provenance: { kind: 'none', missing }, others: [], isConflict: false }
  const text = canonicalJson(best.value)
  const bestRank = rankOf(field, best.format, best.part)
  const others = ordered.filter((claim) => canonicalJson(claim.value) !== text)
  const isConflict = others.some((claim) => rankOf(field, claim.format, claim.part) === bestRank)
  return {
    field,
    value: best.value,
    provenance: factProvenance(best, ordered.length - others.length - 1),
    others: others.map((claim) => toOther(claim)),
    isConflict,
  }
}

/** The current value alone, for lists: the same rule as resolveField without the evidence. */
export function currentValue(
  field: string,
  claims: readonly Claim[],
  decision: StandingDecision | undefined,
  rankOf: RankOf,
): JsonValue | null {
  if (decision !== undefined && decision.value !== null) return decision.value
  if (claims.length === 0) return null
  if (claims.length === 1) return claims[0]?.value ?? null
  return orderClaims(field, claims, rankOf)[0]?.value ?? null
}

/** Equal rank and different value, and nobody has decided. */
export function isInConflict(field: string, claims: readonly Claim[], decision: StandingDecision | undefined, rankOf: RankOf): boolean {
  if (claims.length < 2 || (decision !== undefined && decision.value !== null)) return false
  return resolveField(field, claims, decision, rankOf, '').isConflict
}

function orderClaims(field: string, claims: readonly Claim[], rankOf: RankOf): readonly Claim[] {
  if (claims.length < 2) return claims
  return [...claims].sort(
    (a, b) =>
      rankOf(field, a.format, a.part) - rankOf(field, b.format, b.part) ||
      a.sourceId - b.sourceId ||
      a.part.localeCompare(b.part, 'en') ||
      (canonicalJson(a.value) < canonicalJson(b.value) ? -1 : 1),
  )
}

function factProvenance(claim: Claim, agreeing: number): Provenance {
  return {
    kind: 'fact',
    sourceId: claim.sourceId,
    sourceName: claim.sourceName,
    part: claim.part,
    importId: claim.importId,
    seenAtMs: claim.seenAtMs,
    metaKey: claim.metaKey,
    agreeing,
  }
}

function toOther(claim: Claim): OtherClaim {
  return { value: claim.value, provenance: factProvenance(claim, 0) }
}
