/** Before the address of a screen, so that in a mail or a ticket it can be told from any other text. */
const SCHEME = 'stewardbook:'
/** Ours, or the address of a window in a browser: it holds good there only, its screen everywhere. */
const LINK = /(?:stewardbook:|https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?)(\/(?!\/)[^\s#<>"]*)/

/** A link to a screen, to be handed on: it leads there in every copy of the catalog file. @param address path and search */
export const linkTo = (address: string): string => `${SCHEME}${address}`

/** The address of the screen that a pasted text leads to; null where it has no link in it. */
export const addressIn = (text: string): string | null => LINK.exec(text)?.[1]?.replace(/[.,;:!?]+$/, '') ?? null
