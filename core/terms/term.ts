import type { TermStatus } from '../assets/kinds.ts'

/** A glossary term as files carry it, whatever their shape. */
export type GlossaryTerm = {
  readonly name: string
  /** Name of the broader term. */
  readonly parent: string | null
  readonly definition: string | null
  readonly synonyms: readonly string[]
  /** Names of related terms. */
  readonly related: readonly string[]
  readonly owner: string | null
  readonly status: TermStatus | null
}

export const GLOSSARY_SHAPES = ['csv', 'openmetadata', 'datahub'] as const
/** The shapes a glossary is written in. */
export type GlossaryShape = (typeof GLOSSARY_SHAPES)[number]
