import { expect, it } from 'vitest'
import { countChecks, countOutcomes, listCheckNames, listChecks } from './checks.ts'
import { countColumnLinks, hasColumnEdges, insertColumnEdges, listColumnLinks, listColumnsOf } from './column-edges.ts'
import type { WriteDb } from './connection.ts'
import { countSomeFacets } from './dataset-facets.ts'
import { countDatasets, countLinked, listFilteredAmong, listLinked, listLinkedNames, listOpenIssues } from './datasets.ts'
import { findSeenTimes, hasSection, listFactsById, listFactSpans, listNewestSections, listUndoGroups } from './history.ts'
import { listLineageRows, listLinksOf, listNeighbours } from './lineage.ts'
import { findAssetByUrn, listAssetsByName, listAssetsByNameInSource, listAssetsByRelation, listAssetsByRelationEnd } from './asset-names.ts'
import {
  countCostEntries,
  countCostsOfImport,
  iterateCostEntries,
  listCostGroups,
  listCostLinesNaming,
  listNewestCostMonths,
  sumCostLines,
  sumCostMonths,
} from './costs.ts'
import {
  countDecisions,
  countDecisionsOfGroups,
  countStandingOnKeysOf,
  decidesField,
  findUnjournaled,
  listDecisions,
  listDecisionsOfGroups,
} from './decisions.ts'
import { hasCheckResult, listNewlyFailing } from './home.ts'
import { hasJournalEntry, listJournal } from './journal.ts'
import { listDecidedKeysOfImport, listKeysOfImport } from './facts.ts'
import { listUntoldByRelation } from './keys.ts'
import { HELD_AS } from '#core/assets/held-kinds'
import {
  countHeld,
  countHeldAmong,
  countHeldBy,
  countOthersOwned,
  holdsAnything,
  listAssetsOfOwners,
  listHeld,
  listLeftOwners,
} from './owners.ts'
import { findAssetNamed } from './assets.ts'
import { countDomains } from './domains.ts'
import { listMergedNames } from './merged-names.ts'
import { countMembers, listMissingMembers, listProducts, listProductsOf } from './products.ts'
import { countResults, countRuns, listResults, listRuns, listSubjects } from './run-history.ts'
import {
  countTermUse,
  countUndefinedNames,
  listAllTermLinks,
  listAssetsWithTerms,
  listTermLinks,
  listUndefinedNames,
} from './term-links.ts'
import { findTermNamed, listTermsNear } from './terms.ts'
import { countUndo, findGroupEntry, listReplacedOfGroup, listStandingOfGroup, listUndoneGroups } from './undo-plan.ts'
import { countImports, findNewestImport, listImports } from './imports.ts'
import { listReportedFiles, tallyTold } from './report.ts'
import { countMatches, listNamesBeginning, listNamesWithPieces } from './search.ts'
import { memoryBook } from './testing/memory-book.ts'

const ALL_OF_A_KIND = /SEARCH asset USING .*asset_list \(kind=\?( AND status=\?)?\)$/
/** Every key of a source, where one asset's was asked for. */
const ALL_OF_A_SOURCE = /asset_key_source \(sourceId=\?\)$/
/** Every key that an import brought, where one asset's was asked for. */
const ALL_OF_AN_IMPORT = /asset_key_import /
const BIG_TABLES =
  /SCAN (journal|decision|f|g|fact|k|l|asset_key|a|c|u|d|asset|e|edge|r|run_result|cost_entry|cost_month|m|column_edge|column_name|n|o)$/

const EVERY_COST = { month: null, pipeline: null, dataset: null, component: null, currency: null }

function chargedBook(db: WriteDb): WriteDb {
  db.pragma('foreign_keys = off')
  db.exec(`insert into cost_month (month, lineId, amountMicros, amountRest, entryCount, chargedToMs) values ('2026-01', 1, 1, 0, 1, 1)`)
  return db
}

/** Plans of everything the work prepares. */
function plansOf(db: WriteDb, work: () => unknown): string[] {
  const texts: string[] = []
  const prepare = db.prepare.bind(db)
  db.prepare = ((text: string) => {
    texts.push(text)
    return prepare(text)
  }) as typeof db.prepare
  work()
  db.prepare = prepare
  return texts.flatMap((text) => {
    const names = [...new Set([...text.matchAll(/:(\w+)/g)].map((match) => match[1] ?? ''))]
    const given = names.length > 0 ? [Object.fromEntries(names.map((name) => [name, '[]']))] : Array.from(text.matchAll(/\?/g), () => '')
    return (prepare(`explain query plan ${text}`).all(...given) as { detail: string }[]).map((row) => row.detail)
  })
}

it.each<[string, (db: WriteDb) => unknown]>([
  ['costs', (db) => [sumCostMonths(db, [{ month: '2026-01', lineId: 1 }], 1), countCostsOfImport(db, 1), listCostLinesNaming(db, ['a'])]],
  ['cost entries', (db) => [...iterateCostEntries(db, EVERY_COST, { visible: 1, after: null, limit: 1 })]],
  ['costs of a month', (db) => listCostGroups(db, 'pipeline', { currency: 'EUR', month: '2026-01' })],
  ['number of cost entries of a month', (db) => countCostEntries(db, { ...EVERY_COST, month: '2026-01' })],
  ['what a dataset costs', (db) => [listNewestCostMonths(chargedBook(db), 1, 3), sumCostLines(db, [1], '2026-01')]],
  ['fact spans', (db) => listFactSpans(db, 1, 1)],
  ['facts by id', (db) => listFactsById(db, [1])],
  ['seen times', (db) => findSeenTimes(db, 1, 1)],
  ['newest sections', (db) => listNewestSections(db, 1, 'sql', 1)],
  ['has section', (db) => hasSection(db, 1, 'sql', 1)],
  ['checks', (db) => listChecks(db, { assetId: 1, visible: 1, after: null, limit: 1 })],
  ['check counts', (db) => [countChecks(db, 1), countOutcomes(db, 1), listCheckNames(db, 1)]],
  ['results', (db) => [listSubjects(db, 1), listResults(db, [1], { visible: 1, after: null, limit: 1 }), countResults(db, [1], 1)]],
  ['runs', (db) => [listRuns(db, { assetId: 1, visible: 1, after: null, limit: 1 }), countRuns(db, 1, 1)]],
  ['links', (db) => [listLinked(db, 1, 'up'), listLinked(db, 1, 'down'), listLinkedNames(db, 1, 'up'), countLinked(db, 1, 'up')]],
  [
    'links of columns',
    (db) => [
      countColumnLinks(db, 1, 'up'),
      countColumnLinks(db, 1, 'down'),
      listColumnLinks(db, { assetId: 1, column: 'x', direction: 'up' }, { after: null, limit: 1 }),
      listColumnLinks(db, { assetId: 1, column: 'x', direction: 'down' }, { after: { name: '', assetId: 1, column: '' }, limit: 1 }),
      listColumnsOf(db, [1]),
      hasColumnEdges(db, 1, []),
      insertColumnEdges(db, 1, [{ upId: 1, upColumn: 'x', downColumn: 'y' }]),
    ],
  ],
  ['open issues', (db) => listOpenIssues(db, [])],
  ['lineage', (db) => [listNeighbours(db, [1], 'up'), listNeighbours(db, [1], 'down'), listLineageRows(db, [1]), listLinksOf(db, [1])]],
  ['the end of a relation', (db) => listAssetsByRelationEnd(db, 'main.orders')],
  ['names', (db) => [findAssetByUrn(db, 'x'), listAssetsByNameInSource(db, 'x'), listAssetsByRelation(db, 'x'), listAssetsByName(db, 'x')]],
  ['datasets by relation', (db) => [listUntoldByRelation(db, 'x', 1)]],
  [
    'one person’s datasets',
    (db) => [
      countDatasets(db, { heldBy: ['x'] }),
      countSomeFacets(db, { heldBy: ['x'] }, ['gap', 'problem', 'freshness']),
      hasCheckResult(db, ['x']),
    ],
  ],
  ['Home', (db) => [countDatasets(db, {}), countSomeFacets(db, {}, ['gap']), hasCheckResult(db, []), listLeftOwners(db)]],
  [
    'since the last visit',
    (db) => [
      listNewlyFailing(db, { sinceImport: 1, limit: 1 }),
      listJournal(db, { afterSeq: 1, limit: 1 }),
      hasJournalEntry(db, { seq: 1, hash: '' }),
      listDecisionsOfGroups(db, { groupIds: [1], beforeId: 1, limit: 1 }),
      countDecisionsOfGroups(db, [1]),
    ],
  ],
  ['some of a product’s members', (db) => listFilteredAmong(db, { text: 'x', ownerTeam: ['y'], tag: ['z'] }, [1])],
  [
    'what was decided of one thing',
    (db) => [listDecisions(db, { subjects: ['x'], beforeId: 1, limit: 1 }), countDecisions(db, ['x']), decidesField(db, 1, 'sameAs')],
  ],
  [
    'an undo',
    (db) => [
      countUndo(db, 1),
      listStandingOfGroup(db, { groupId: 1, beforeId: 1, limit: 1 }),
      listReplacedOfGroup(db, { groupId: 1, beforeId: 1, limit: 1 }),
    ],
  ],
])('reads only what belongs to the asset: %s', (_, work) => {
  const db = memoryBook()
  const plans = plansOf(db, () => work(db))
  expect(plans.length).toBeGreaterThan(0)
  expect(
    plans.filter((detail) => [BIG_TABLES, ALL_OF_A_KIND, ALL_OF_A_SOURCE, ALL_OF_AN_IMPORT].some((pattern) => pattern.test(detail))),
  ).toEqual([])
})

it('lists what an import changes a page at a time, in the order of its indexes', () => {
  const db = memoryBook()
  const paged = plansOf(db, () => listKeysOfImport(db, 1, { afterKeyId: 1, limit: 1 }))
  expect(paged.filter((detail) => /keyId>\?/.test(detail))).toHaveLength(2)
  expect(paged.filter((detail) => /TEMP B-TREE/.test(detail))).toEqual([])
})

it.each<[string, (db: WriteDb) => unknown, RegExp]>([
  ['who decided a group', (db) => findGroupEntry(db, 1), /SEARCH journal USING INDEX journal_group \(kind=\? AND <expr>=\?\)/],
  [
    'which of some took others back',
    (db) => listUndoGroups(db, [1]),
    /SEARCH journal USING COVERING INDEX journal_group \(kind=\? AND <expr>=\?\)/,
  ],
  [
    'which of some were taken back',
    (db) => listUndoneGroups(db, [1]),
    /SEARCH journal USING COVERING INDEX journal_group \(kind=\? AND <expr>>\?\)/,
  ],
  [
    'whether a decision was added',
    (db) => findUnjournaled(db),
    /SEARCH journal USING COVERING INDEX journal_group \(kind=\? AND <expr>=\?\)/,
  ],
])('finds entries of the journal by their group: %s', (_, work, wanted) => {
  const db = memoryBook()
  const plans = plansOf(db, () => work(db))
  expect(plans.filter((detail) => /journal/.test(detail))).toEqual([expect.stringMatching(wanted)])
})

it('finds decisions on what imports brought from the keys or from the decisions, whichever are fewer', () => {
  const db = memoryBook()
  db.pragma('foreign_keys = off')
  const addKey = db.prepare(`insert into asset_key (sourceId, name, urn, kind, assetId, firstImportId) values (1, :n, :n, 'dataset', 1, 1)`)
  const addDecision = db.prepare(
    `insert into decision (subject, "column", field, value, author, atMs, reason, groupId) values (:n, '', 'tier', '"gold"', '', 0, '', 1)`,
  )
  const count = (): number => countStandingOnKeysOf(db, { importIds: [1], butGroups: [] })
  /** Of each text the first time it is asked: it is kept, once prepared. */
  const counted = (): [string[], number] => {
    const plans = plansOf(db, count).filter((detail) => /^(SEARCH|SCAN) [dk]\b/.test(detail))
    return [plans, count()]
  }
  addKey.run({ n: 'a' })
  addDecision.run({ n: 'a' })
  addDecision.run({ n: 'other' })
  const fromKeys = ['SEARCH k USING INDEX asset_key_import (firstImportId=?)', 'SEARCH d USING INDEX decision_subject (subject=?)']
  expect(counted()).toEqual([fromKeys, 1])
  for (const n of ['b', 'c']) addKey.run({ n })
  expect(counted()).toEqual([['SCAN d', 'SEARCH k USING INDEX asset_key_urn_unique (urn=?)'], 1])
})

it('finds what an import says of decided assets from what it touches or from the decisions, whichever are fewer', () => {
  const db = memoryBook()
  db.pragma('foreign_keys = off')
  const addKey = db.prepare(
    `insert into asset_key (id, sourceId, name, urn, kind, assetId, firstImportId) values (:id, 1, :urn, :urn, 'dataset', :assetId, 1)`,
  )
  const addFact = db.prepare(
    `insert into fact (keyId, part, section, payload, fromImport, toImport, seenFromMs) values (?, '', 'fields', '{}', ?, ?, 0)`,
  )
  const addDecision = db.prepare(
    `insert into decision (subject, "column", field, value, author, atMs, reason, groupId) values (?, '', 'tier', '"gold"', '', 0, '', 1)`,
  )
  /** Of each text the first time it is asked: it is kept, once prepared. */
  const listed = (): [string[], number[]] => {
    const plans = plansOf(db, () => listDecidedKeysOfImport(db, 2))
    return [
      plans.filter((detail) => /^(SEARCH|SCAN) /.test(detail) && !/USING COVERING INDEX fact_(from|to) \(\w+=\?\)$/.test(detail)),
      listDecidedKeysOfImport(db, 2),
    ]
  }
  // Keys 1 and 11 are of one asset, and so on.
  for (const id of [1, 2, 3]) for (const key of [id, id + 10]) addKey.run({ id: key, urn: String(key), assetId: id })
  addFact.run(1, 1, null)
  addFact.run(2, 1, 2)
  addFact.run(11, 2, null)
  addFact.run(13, 2, null)
  for (const subject of ['1', '1', '2']) addDecision.run(subject)
  const [fromTouched, touched] = listed()
  expect(touched).toEqual([2, 11])
  expect(fromTouched.filter((detail) => /SCAN (k|o|d|decision|fact)\b/.test(detail))).toEqual([])
  addFact.run(12, 2, null)
  const [fromDecided, decided] = listed()
  expect(decided).toEqual([2, 11, 12])
  expect(fromDecided).toContainEqual(expect.stringMatching(/SCAN decision/))
  expect(fromDecided.filter((detail) => /SCAN (k|o|f)\b/.test(detail))).toEqual([])
})

it('looks for what no index of words holds in the index of the lists alone', () => {
  const db = memoryBook()
  const plans = plansOf(db, () => [listNamesWithPieces(db, ['zq'], 1), listNamesBeginning(db, 'z', 1)])
  expect(plans.filter((detail) => /asset\b|\ba\b/.test(detail))).toEqual([
    expect.stringMatching(/COVERING INDEX asset_list \(kind=\?\)/),
    expect.stringMatching(/SEARCH a USING INTEGER PRIMARY KEY/),
    expect.stringMatching(/COVERING INDEX asset_list \(kind=\?\)/),
    expect.stringMatching(/SEARCH a USING INTEGER PRIMARY KEY/),
  ])
})

it('reads the imports of one source by its index, and whether one is being written from the newest', () => {
  const db = memoryBook()
  const plans = plansOf(db, () => [
    listImports(db, { sourceId: 1, beforeId: 1, limit: 1 }),
    countImports(db, 1),
    findNewestImport(db, 1),
    countMatches(db, '"x"', 1),
  ])
  expect(plans.filter((detail) => /import/.test(detail))).toEqual([
    expect.stringMatching(/import_by_source \(sourceId=\? AND id<\?\)/),
    expect.stringMatching(/import_by_source \(sourceId=\?\)/),
    expect.stringMatching(/import_by_source \(sourceId=\?\)/),
    expect.stringMatching(/PRIMARY KEY \(rowid>\?\)/),
  ])
})

it('finds what a report stands on by what is open of its source and what its later imports closed', () => {
  const db = memoryBook()
  const plans = plansOf(db, () => [tallyTold(db, { sourceId: 1, part: 'x', afterImport: 1 }), listReportedFiles(db, 1)])
  expect(plans.filter((detail) => /SEARCH (k|i|f)\b/.test(detail))).toEqual([
    expect.stringMatching(/SEARCH k USING COVERING INDEX asset_key_source \(sourceId=\?\)/),
    expect.stringMatching(/SEARCH f USING INDEX fact_open \(keyId=\? AND part=\? AND section=\?\)/),
    expect.stringMatching(/SEARCH i USING COVERING INDEX import_by_source \(sourceId=\? AND id>\?\)/),
    expect.stringMatching(/SEARCH f USING INDEX fact_to \(toImport=\?\)/),
    expect.stringMatching(/SEARCH i USING INDEX import_by_source \(sourceId=\?\)/),
    expect.stringMatching(/SEARCH f USING INDEX import_file_name \(importId=\?\)/),
  ])
  expect(plans.filter((detail) => /SCAN (k|i|f)\b/.test(detail))).toEqual([])
})

/** Of kinds there are few of, all may be looked at. */
it.each<[string, (db: WriteDb) => unknown]>([
  [
    'names of terms',
    (db) => [
      countTermUse(db, ['x']),
      listTermLinks(db, 'x', { after: null, limit: 1 }),
      listAllTermLinks(db, 'x'),
      listAssetsWithTerms(db, ['x']),
      listUndefinedNames(db, { after: '', limit: 1 }),
      countUndefinedNames(db),
      findTermNamed(db, 'x'),
      findAssetNamed(db, 'term', 'x'),
      listTermsNear(db, 'x'),
    ],
  ],
  ['merged names', (db) => [listMergedNames(db, 'hand/owner.'), listAssetsOfOwners(db, ['x'])]],
  ['owners', (db) => [countHeld(db), countOthersOwned(db), countHeldBy(db, 'x', HELD_AS), countHeldAmong(db, 'x', HELD_AS, ['y'])]],
  ['what an owner holds', (db) => [listHeld(db, 'x', HELD_AS), holdsAnything(db, 'x', HELD_AS)]],
  [
    'domains and products',
    (db) => [countDomains(db), countMembers(db, [1]), listMissingMembers(db, 1, 1), listProductsOf(db, 1, 1), listProducts(db)],
  ],
])('reads only what belongs to the name: %s', (_, work) => {
  const db = memoryBook()
  const plans = plansOf(db, () => work(db))
  expect(plans.length).toBeGreaterThan(0)
  expect(plans.filter((detail) => BIG_TABLES.test(detail))).toEqual([])
})
