/** Light, quiet, made for paper as much as for a screen; system fonts only, nothing is fetched. */
export const REPORT_STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1080px; padding: 32px 24px; background: #fff; color: #1d2427;
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 16px; }
h2 { font-size: 20px; line-height: 1.3; margin: 40px 0 12px; padding-top: 12px; border-top: 2px solid #0f766e; break-after: avoid; }
h3 { font-size: 16px; margin: 28px 0 8px; break-after: avoid; }
p { margin: 8px 0; max-width: 72ch; break-inside: avoid; }
a { color: #0f766e; }
dl.head { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0 0 8px; }
dl.head dt { color: #56646a; }
dl.head dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
dl.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 12px; margin: 12px 0; }
dl.figures div { border: 1px solid #d5dcdf; border-radius: 6px; padding: 10px 12px; break-inside: avoid; }
dl.figures dt { color: #56646a; }
dl.figures dd { margin: 0; }
dl.figures dd.value { font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; }
dl.figures dd.note { font-size: 12px; color: #56646a; }
nav ol { padding-left: 20px; margin: 8px 0; }
.frame { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
caption { text-align: left; color: #56646a; padding: 0 0 4px; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px; border-bottom: 1px solid #d5dcdf; overflow-wrap: anywhere; white-space: pre-line; }
th { color: #56646a; font-weight: 600; border-bottom-color: #8a989e; overflow-wrap: normal; }
td { min-width: 15ch; }
td.n { min-width: 0; white-space: nowrap; overflow-wrap: normal; }
td.when { white-space: nowrap; }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; }
td.name { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; }
td.key { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 11px; color: #56646a; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.none, .more { color: #56646a; }
.hash { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; }
@page { size: A4; margin: 16mm 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  h1 { font-size: 20pt; } h2 { font-size: 14pt; margin-top: 0; } h3 { font-size: 11pt; }
  section { break-before: page; }
  table { font-size: 8.5pt; } td.name, .hash { font-size: 8pt; } td.key { font-size: 7pt; }
  th, td { padding: 3px 6px; }
  td { min-width: 7ch; } td.when { font-size: 7pt; }
  .frame { overflow: visible; }
  nav a { color: inherit; text-decoration: none; }
}
`
