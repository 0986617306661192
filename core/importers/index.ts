import { AppError } from '../errors.ts'
import { domainsImporter, productsImporter } from './asset-table/index.ts'
import { tableKindOf } from './asset-table/headers.ts'
import { isCostList } from './costs/headers.ts'
import { costsImporter } from './costs/index.ts'
import { datasetsImporter } from './datasets/index.ts'
import { dbtImporter } from './dbt/index.ts'
import { isDataHubGlossary } from './glossary/datahub.ts'
import { isGlossary } from './glossary/headers.ts'
import { glossaryImporter, startOf } from './glossary/index.ts'
import type { ImportFile, Importer, ImportFormat } from './intake.ts'
import { isLinkList } from './links/headers.ts'
import { linksImporter } from './links/index.ts'
import { isColumnList, readHeaders } from './schema/headers.ts'
import { schemaImporter } from './schema/index.ts'
import { readTable, tableShape } from './table/rows.ts'

export const importers: Readonly<Record<ImportFormat, Importer>> = {
  dbt: dbtImporter,
  schema: schemaImporter,
  datasets: datasetsImporter,
  glossary: glossaryImporter,
  domains: domainsImporter,
  products: productsImporter,
  costs: costsImporter,
  links: linksImporter,
}

/**
 * Which importer files are for, by what stands in them: a list of columns is `schema`, of terms `glossary`, of days and
 * amounts `costs`, of ends of links `links`, of data products `products`, of domains that are not just called names `domains`,
 * another table `datasets`, a JSON object `dbt` (whose importer says so where it is none of dbt's).
 * @throws AppError bad-file, ambiguous where the files are of several formats
 */
export async function detectFormat(files: readonly ImportFile[]): Promise<ImportFormat> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const formats = new Map<ImportFormat, string>()
  for (const file of files) formats.set(await formatOf(file), file.name)
  const [first, second] = formats
  if (first === undefined || second !== undefined) {
    const list = [...formats].map(([format, name]) => `“${name}” (${format})`).join(', ')
    throw new AppError('ambiguous', `These files are of different formats: ${list}. Import them one after the other.`, {
      candidates: [...formats.keys()],
    })
  }
  return first[0]
}

async function formatOf(file: ImportFile): Promise<ImportFormat> {
  if ((await tableShape(file)) === 'json' && !(await isTable(file))) return 'dbt'
  if (isDataHubGlossary(await startOf(file))) return 'glossary'
  for await (const { headers, rows } of readTable(file)) {
    const names = headers ?? [...new Set(rows.flatMap((row) => [...row.cells.keys()]))]
    if (names.length > 0) return formatOfTable(names)
  }
  return 'datasets'
}

function formatOfTable(headers: readonly string[]): ImportFormat {
  if (isColumnList(readHeaders(headers))) return 'schema'
  if (isGlossary(headers)) return 'glossary'
  if (isCostList(headers)) return 'costs'
  if (isLinkList(headers)) return 'links'
  const kind = tableKindOf(headers)
  return kind === undefined ? 'datasets' : FORMAT_OF_KIND[kind]
}
const FORMAT_OF_KIND = { domain: 'domains', data_product: 'products' } as const

/** A JSON list, or a first line that is an object of its own: dbt's objects go on over lines or are the whole file. */
async function isTable(file: ImportFile): Promise<boolean> {
  let text = ''
  for await (const { bytes } of file.open()) {
    text += new TextDecoder().decode(bytes.subarray(0, LOOK_BYTES))
    break
  }
  const trimmed = text.replace(/^\uFEFF/, '').trimStart()
  if (trimmed.startsWith('[')) return true
  const lineEnd = trimmed.indexOf('\n')
  if (lineEnd < 0) return isRow(trimmed)
  return isRow(trimmed.slice(0, lineEnd))
}
const LOOK_BYTES = 1 << 16

/** An object without objects in it, whole in one line. */
function isRow(line: string): boolean {
  try {
    const row: unknown = JSON.parse(line)
    return typeof row === 'object' && row !== null && Object.values(row).every((value) => typeof value !== 'object' || value === null)
  } catch {
    return false
  }
}
