import type { Report } from '../document.ts'
import { instantText } from '../instant.ts'
import { renderCsv } from './csv.ts'
import { renderHtml } from './html.ts'
import { renderJson } from './json.ts'
import { renderMarkdown } from './markdown.ts'

export const REPORT_FORMATS = ['html', 'md', 'csv', 'json'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/**
 * A report as text. Adds nothing and drops nothing; the same report gives the same bytes in any process, time zone
 * and locale. Encode as UTF-8 without a byte order mark.
 */
export function renderReport(report: Report, format: ReportFormat): string {
  switch (format) {
    case 'html':
      return renderHtml(report)
    case 'md':
      return renderMarkdown(report)
    case 'csv':
      return renderCsv(report)
    case 'json':
      return renderJson(report)
  }
}

/** The file name a report is offered under, e.g. `catalog-2026-11-18.html`: its name and as-of day in UTC. */
export function reportFileName(report: Report, format: ReportFormat): string {
  return `${report.name}-${instantText(report.head.asOfMs).slice(0, 10)}.${format}`
}
