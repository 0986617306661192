import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SECTIONS } from '#core/reconcile/sections'
import { sql } from './connection.ts'
import { digestOfImport, type FactRow, FactWriter } from './facts.ts'
import { memoryBook } from './testing/memory-book.ts'

const fact = fc.record({
  section: fc.constantFrom(...SECTIONS),
  part: fc.constantFrom('manifest', 'manifest', 'catalog'),
  payload: fc.string({ maxLength: 9 }),
})

it('what is opened stands as it was told and in that order, however much waited, and what waits is found', () => {
  const db = memoryBook()
  db.pragma('foreign_keys = off')
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 150 }), fc.nat({ max: 200 }), (told, askedAfter) => {
      db.exec('delete from fact')
      const writer = new FactWriter(db, { importId: 1, seenAtMs: 5, digests: 'here' })
      let found: FactRow[] = []
      for (const [index, { section, part, payload }] of told.entries()) {
        if (index === askedAfter) found = writer.listOpen(index)
        writer.open(index + 1, part, section, payload)
      }
      writer.write()
      const rows = sql<FactRow>(db, 'select * from fact order by id').all()
      expect(rows.map(({ keyId, part, section, payload }) => ({ keyId, part, section, payload }))).toEqual(
        told.map((one, index) => ({ keyId: index + 1, ...one })),
      )
      expect(new Set(rows.map(({ fromImport, seenFromMs, toImport }) => `${fromImport} ${seenFromMs} ${toImport}`)).size).toBeLessThan(2)
      expect(writer.digest(null)).toBe(digestOfImport(db, 1))
      expect(found.map(({ keyId }) => keyId)).toEqual(askedAfter > 0 && askedAfter < told.length ? [askedAfter] : [])
    }),
  )
})
