import { findField } from './fields.ts'
import { AssetKind } from './kinds.ts'

/** How somebody may hold a thing: as the team that owns it, or as the person who looks after it. */
export const HELD_AS = ['ownerTeam', 'steward'] as const
export type HeldAs = (typeof HELD_AS)[number]

/** Kinds of things that can be held so: a person may decide by whom. */
export const kindsHeldAs = (field: HeldAs): readonly AssetKind[] =>
  AssetKind.options.filter((kind) => findField(kind, field)?.editable === true)
