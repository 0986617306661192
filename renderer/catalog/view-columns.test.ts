import { expect, it } from 'vitest'
import { columnsText, FIRST_COLUMNS, readColumns } from './view-columns.ts'

it('writes columns into an address and reads them again', () => {
  const columns = [
    { id: 'level', widthPx: null },
    { id: 'owner', widthPx: 160 },
  ]
  expect(columnsText(columns)).toBe('level.owner-160')
  expect([...readColumns('level.owner-160')]).toEqual([
    ['level', null],
    ['owner', 160],
  ])
  expect([...readColumns('')]).toEqual([])
})

it('leaves out what somebody typed wrong', () => {
  expect([...readColumns('level.owner-wide..-3.tier-99999.rows')]).toEqual([
    ['level', null],
    ['rows', null],
  ])
})

it('knows the columns that are shown at first', () => {
  expect(FIRST_COLUMNS).toBe('type.level.pii.owner.tier.domain.checks.run')
})
