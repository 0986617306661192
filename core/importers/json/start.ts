import type { BadFileProblem } from '../bad-file.ts'

/** How much of a file's beginning is looked at to say what it is instead of JSON. */
export const START_BYTES = 512

/** What a file is whose first character does not begin what was wanted. */
export function classifyStart(bytes: Uint8Array, wanted: 'object' | 'rows'): { readonly problem: BadFileProblem; readonly what: string } {
  if (bytes.length === 0) return { problem: 'empty', what: 'is empty' }
  const text = String.fromCharCode(...bytes)
  if (/^(<{7}|={7}|>{7})/.test(text))
    return { problem: 'conflict-markers', what: 'holds conflict markers of a Git merge that was not finished' }
  if (text.startsWith('version https://git-lfs')) {
    return { problem: 'lfs-pointer', what: 'is a Git LFS pointer, not the file itself: fetch the file with “git lfs pull”' }
  }
  if (text.startsWith('\u001f\u008b')) return { problem: 'compressed', what: 'is compressed' }
  if (text.startsWith('PK\u0003\u0004')) return { problem: 'compressed', what: 'is a zip or Excel file' }
  if (text.startsWith('\u00ff\u00fe') || text.startsWith('\u00fe\u00ff'))
    return { problem: 'bad-utf8', what: 'is UTF-16 text; UTF-8 is needed' }
  if (/^<(!doctype html|html|head|body|\?xml)/i.test(text)) return { problem: 'html', what: 'is a web page or XML, not JSON' }
  if (wanted === 'object' && text.startsWith('[')) return { problem: 'not-an-object', what: 'holds a list where an object is needed' }
  if (/^("|-?\d|true|false|null)/.test(text))
    return { problem: 'not-an-object', what: `holds a single value where ${wanted === 'rows' ? 'rows are' : 'an object is'} needed` }
  return { problem: 'not-json', what: 'is not JSON' }
}
