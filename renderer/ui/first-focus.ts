/**
 * For the part of a dialog that takes the focus: at once, because what is typed right after the key that opened the dialog must
 * not go astray, and once more by Mantine's trap, which comes a moment later and would take the first thing it finds.
 */
export const FIRST_FOCUS = { autoFocus: true, 'data-autofocus': true } as const
