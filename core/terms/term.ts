import type { TermStatus } from '../assets/kinds.ts'
import type { JsonObject } from '../json.ts'

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

/** A term to be written; `kept`: what files of the shape that it goes out in said of it and no field is for. */
export type WrittenTerm = GlossaryTerm & { readonly kept?: JsonObject }

export const GLOSSARY_SHAPES = ['csv', 'openmetadata', 'datahub'] as const
/** The shapes a glossary is written in. */
export type GlossaryShape = (typeof GLOSSARY_SHAPES)[number]
