import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { canonicalJson, type JsonValue } from '#core/json'
import type { WriteDb } from './connection.ts'
import { appendJournal, headHash, listJournal, NO_HASH, verifyJournal } from './journal.ts'
import { memoryBook } from './testing/memory-book.ts'

let db: WriteDb
const add = (payload: JsonValue, author = 'Ada'): { seq: number; hash: string } =>
  appendJournal(db, { atMs: 5, author, kind: 'decide', payload })

beforeEach(() => {
  db = memoryBook()
})

describe('appendJournal', () => {
  it('chains sha256 over the canonical entry, from 64 zeros on', () => {
    expect(headHash(db)).toBe('0'.repeat(64))
    const first = add({ b: 1, a: ['x', null] })
    const byHand =
      '{"atMs":5,"author":"Ada","kind":"decide","payload":{"a":["x",null],"b":1},"previousHash":"' + '0'.repeat(64) + '","seq":1}'
    expect(first).toEqual({ seq: 1, hash: createHash('sha256').update(byHand).digest('hex') })
    const second = add('next')
    expect(second.seq).toBe(2)
    expect(headHash(db)).toBe(second.hash)
    expect(db.prepare('select previousHash from journal order by seq').pluck().all()).toEqual([NO_HASH, first.hash])
  })

  it('covers exactly the canonical JSON of the entry, whatever is in it, and verifies afterwards', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.integer(), (payload, author, atMs) => {
        const previousHash = headHash(db)
        const { seq, hash } = appendJournal(db, { atMs, author, kind: 'import', payload: payload as JsonValue })
        const entry = listJournal(db, { limit: 1 }).items[0]
        const { hash: stored, ...told } = entry!
        const whole = canonicalJson({ ...told, previousHash })
        expect(stored).toBe(hash)
        expect(createHash('sha256').update(whole).digest('hex')).toBe(hash)
        expect(verifyJournal(db)).toEqual({ ok: true, entries: seq, headHash: hash, firstBroken: null })
      }),
      { numRuns: 60 },
    )
    // Half a surrogate pair as name.
    add('x', 'a\ud800b')
    expect(verifyJournal(db).ok).toBe(true)
  })

  it('takes its entry back with the transaction it is part of', () => {
    add('one')
    expect(() =>
      db.transaction(() => {
        add('two')
        throw new Error('no')
      })(),
    ).toThrow('no')
    expect(verifyJournal(db)).toMatchObject({ ok: true, entries: 1 })
    expect(add('two').seq).toBe(2)
  })
})

describe('listJournal', () => {
  it('pages newest first', () => {
    for (let n = 1; n <= 5; n += 1) add(n)
    expect(listJournal(db, { limit: 2 })).toMatchObject({
      items: [
        { seq: 5, payload: 5 },
        { seq: 4, payload: 4 },
      ],
      total: 5,
    })
    expect(listJournal(db, { beforeSeq: 2, limit: 9 }).items.map(({ seq }) => seq)).toEqual([1])
  })
})

describe('verifyJournal', () => {
  it('is content with an empty journal', () => {
    expect(verifyJournal(db)).toEqual({ ok: true, entries: 0, headHash: NO_HASH, firstBroken: null })
  })

  it('reads on over batches', () => {
    db.transaction(() => {
      for (let n = 1; n <= 1203; n += 1) add({ n })
    })()
    expect(verifyJournal(db)).toMatchObject({ ok: true, entries: 1203 })
    db.exec(`update journal set author = 'Eve' where seq = 1100`)
    expect(verifyJournal(db)).toMatchObject({
      ok: false,
      entries: 1099,
      firstBroken: { seq: 1100, reason: 'it was changed after it was written' },
    })
  })

  it('asks the checks what an entry is about, and names the first that no longer matches', () => {
    for (let n = 1; n <= 4; n += 1) add({ decisionId: n })
    appendJournal(db, { atMs: 6, author: 'Ada', kind: 'import', payload: null })
    const seen: JsonValue[] = []
    const decide = ({ payload, seq }: { payload: JsonValue; seq: number }): string | null => {
      seen.push(payload)
      return seq >= 3 ? `decision ${seq} was changed` : null
    }
    expect(verifyJournal(db, { decide })).toMatchObject({
      ok: false,
      entries: 2,
      firstBroken: { seq: 3, reason: 'decision 3 was changed' },
    })
    expect(seen).toEqual([{ decisionId: 1 }, { decisionId: 2 }, { decisionId: 3 }])
    expect(verifyJournal(db, { import: () => null }).ok).toBe(true)
  })

  const entries = 7
  const at = fc.integer({ min: 1, max: entries })
  const tamper = fc.oneof(
    fc.record({
      kind: fc.constant('change' as const),
      at,
      field: fc.constantFrom('atMs', 'author', 'kind', 'payload', 'previousHash', 'hash'),
      value: fc.string(),
    }),
    fc.record({ kind: fc.constant('number' as const), at, to: fc.integer({ min: -3, max: 20 }) }),
    fc.record({ kind: fc.constant('delete' as const), at, count: fc.integer({ min: 1, max: entries }) }),
    fc.record({ kind: fc.constant('swap' as const), at, with: at }),
    fc.record({ kind: fc.constant('insert' as const), at, isChained: fc.boolean() }),
    fc.record({ kind: fc.constant('blob' as const), at }),
    fc.record({ kind: fc.constant('rewrite' as const), at }),
  )
  type Tamper = typeof tamper extends fc.Arbitrary<infer T> ? T : never

  const move = (from: number, to: number): void => void db.prepare('update journal set seq = ? where seq = ?').run(to, from)

  /** Does it and returns the first entry that is broken by it, or null when nothing changed. */
  function apply(change: Tamper): number | null {
    switch (change.kind) {
      case 'change': {
        const before = db.prepare(`select ${change.field} from journal where seq = ?`).pluck().get(change.at)
        db.prepare(`update journal set ${change.field} = ? where seq = ?`).run(change.value, change.at)
        const after = db.prepare(`select ${change.field} from journal where seq = ?`).pluck().get(change.at)
        return before === after ? null : change.at
      }
      case 'number':
        if (change.to >= 1 && change.to <= entries) return null
        move(change.at, change.to)
        return change.to < 1 ? change.to : change.at
      case 'delete':
        db.prepare('delete from journal where seq between ? and ?').run(change.at, change.at + change.count - 1)
        return change.at
      case 'swap':
        if (change.at === change.with) return null
        move(change.at, 1000)
        move(change.with, change.at)
        move(1000, change.with)
        return Math.min(change.at, change.with)
      case 'insert': {
        // The newest first: numbers are unique.
        for (let seq = entries; seq >= change.at; seq -= 1) move(seq, seq + 1)
        const previous = change.isChained
          ? db
              .prepare('select hash from journal where seq = ?')
              .pluck()
              .get(change.at - 1)
          : undefined
        db.prepare(`insert into journal values (?, 5, 'Eve', 'decide', '1', ?, ?)`).run(change.at, previous ?? NO_HASH, 'f'.repeat(64))
        return change.at
      }
      case 'blob':
        db.prepare('update journal set payload = cast(payload as blob) where seq = ?').run(change.at)
        return change.at
      case 'rewrite': {
        // Somebody who knows the scheme makes a new, fitting entry in the middle: the next one doesn't follow it.
        const head = db.prepare('select journalSeq, journalHash from book').get() as { journalSeq: number; journalHash: string }
        const previous = db.prepare('select previousHash from journal where seq = ?').pluck().get(change.at)
        db.prepare('delete from journal where seq = ?').run(change.at)
        db.prepare('update book set journalSeq = ?, journalHash = ?').run(change.at - 1, previous)
        add('rewritten', 'Eve')
        db.prepare('update book set journalSeq = ?, journalHash = ?').run(head.journalSeq, head.journalHash)
        return Math.min(change.at + 1, entries)
      }
    }
  }

  it('finds any change, deletion, swap or insertion, and names the first broken entry', () => {
    for (let n = 1; n <= entries; n += 1) add({ n, text: `decision ${n}` }, `Author ${n}`)
    let found = 0
    fc.assert(
      fc.property(tamper, (change) => {
        db.exec('savepoint tampering')
        try {
          const broken = apply(change)
          const verdict = verifyJournal(db)
          expect(verdict.ok).toBe(broken === null)
          expect(verdict.firstBroken?.seq ?? null).toBe(broken)
          if (broken !== null) found += 1
        } finally {
          db.exec('rollback to tampering; release tampering')
        }
      }),
      { numRuns: 400 },
    )
    expect(found).toBeGreaterThan(200)
    expect(verifyJournal(db).ok).toBe(true)
  })
})
