/**
 * Control characters made visible, so that nothing in a printed report is there and unseen: the Unicode picture where
 * there is one (U+2400 and on), else the code. Tabs and line ends stay.
 */
export function showControlCharacters(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0)
    if (character === '\t' || character === '\n' || character === '\r') return character
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '\u2421' : `\\u00${code.toString(16)}`
  })
}
