import { ENTRY_SECTIONS } from './kinds.ts'

/** Sections of a manifest that are read member by member: any of them can be large. */
export const MANIFEST_SECTIONS: ReadonlySet<string> = new Set([
  ...ENTRY_SECTIONS.keys(),
  ...['macros', 'docs', 'groups', 'selectors', 'disabled', 'parent_map', 'child_map', 'group_map'],
])
