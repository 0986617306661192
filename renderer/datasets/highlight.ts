import hljs from 'highlight.js/lib/core'
import sql from 'highlight.js/lib/languages/sql'

hljs.registerLanguage('sql', sql)

/** SQL as HTML with classes; everything else in it is escaped. Jinja braces get their own class. */
export function highlightSql(code: string): string {
  return hljs
    .highlight(code, { language: 'sql', ignoreIllegals: true })
    .value.replace(/\{\{|\}\}|\{%-?|-?%\}/g, (braces) => `<span class="jinja">${braces}</span>`)
}
