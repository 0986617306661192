/**
 * The form in which names and values of meta are compared: lower case, and spaces, dots, dashes, underscores and
 * camelCase all the same. "dataOwner", "data-owner" and "Data owner" are one.
 */
export function comparable(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[\s._-]+/g, ' ')
    .trim()
    .toLowerCase()
}
