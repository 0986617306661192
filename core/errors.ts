/** What went wrong, as a word a program can branch on. Doors map it to exit codes and HTTP statuses. */
export type ErrorCode =
  | 'invalid-input' // the call's arguments are not of the method's shape
  | 'not-found'
  | 'ambiguous' // a name fits more than one thing; details list them
  | 'conflict' // the thing changed, or a rule forbids it
  | 'bad-file' // a file a person gave cannot be read as what it claims; details name file and position
  | 'book-missing'
  | 'book-foreign' // a SQLite or other file that is not a book
  | 'book-newer' // written by a newer version
  | 'book-damaged'
  | 'book-locked' // another program is writing or migrating
  | 'book-read-only'
  | 'disk-full'
  | 'unauthorized'
  | 'cancelled'
  | 'internal'

/** Facts about an error that a person or program can use: file, row, path, candidates. JSON-shaped. */
export type ErrorDetails = { readonly [name: string]: string | number | boolean | null | readonly string[] }

/**
 * An error a person can act on. Its message is one plain sentence for the screen.
 * Anything thrown that is not an AppError is a bug: logged with its stack, shown as "something went wrong".
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message)
    this.code = code
    this.details = details
  }
}
