import type { Report } from '#core/reports/document'
import type { ReadDb } from '#db/connection'
import { makeReport, type ReportFile } from '../make-report.ts'
import type { ReportMaker } from '../reports.ts'

/** Makes reports in the test's own thread. */
export function reportsOf(read: ReadDb): ReportMaker {
  return {
    rows: (request) => Promise.resolve(makeReport(read, request) as Report),
    file: (request) => Promise.resolve(makeReport(read, request) as ReportFile),
  }
}
