import { showControlCharacters } from './control-characters.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for HTML, safe inside elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return showControlCharacters(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
