const CAPS: Readonly<Record<string, string>> = { Mod: 'Ctrl', Enter: '↵', Escape: 'Esc', k: 'K' }

/** Keys as they stand on the keyboard: `Mod+k` is Ctrl and K, `g h` is g and h. */
export function keyCaps(keys: string): readonly string[] {
  const parts = keys.includes('+') ? keys.split('+') : null
  return parts === null ? keys.split(' ').map((key) => (key.length === 1 ? key : (CAPS[key] ?? key))) : parts.map((key) => CAPS[key] ?? key)
}
