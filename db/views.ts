import { type ReadDb, sql, type WriteDb } from './connection.ts'

export type ViewRow = {
  readonly id: number
  readonly name: string
  readonly content: string
  readonly author: string
  readonly savedAtMs: number
}

/** Saved views by name. */
export function listViews(db: ReadDb): ViewRow[] {
  return sql<ViewRow>(db, 'select id, name, content, author, savedAtMs from saved_view order by lower(name), name').all()
}

export function insertView(db: WriteDb, view: Omit<ViewRow, 'id'>): number {
  return Number(
    sql(db, 'insert into saved_view (name, content, author, savedAtMs) values (:name, :content, :author, :savedAtMs)').run(view)
      .lastInsertRowid,
  )
}

export function updateView(db: WriteDb, view: ViewRow): void {
  sql(db, 'update saved_view set name = :name, content = :content, author = :author, savedAtMs = :savedAtMs where id = :id').run(view)
}

export function deleteView(db: WriteDb, id: number): void {
  sql(db, 'delete from saved_view where id = ?').run(id)
}
