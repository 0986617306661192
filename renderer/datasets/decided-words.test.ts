import { describe, expect, it } from 'vitest'
import { changedWords, fieldLabel } from './decided-words.ts'

const CLOCK = { nowMs: Date.UTC(2026, 10, 30, 12), timeZone: 'UTC' }
const words = (field: string, value: Parameters<typeof changedWords>[2], column: string | null = null): string =>
  changedWords('dataset', { column, field }, value, CLOCK)

describe('one side of a change', () => {
  it('has numbers to the last figure, in groups', () => {
    expect(words('rowCount', 9097857)).toBe('9,097,857')
    expect(words('sizeBytes', 1000764270)).toBe('1,000,764,270 B')
    expect(words('sizeBytes', 1000764271)).not.toBe(words('sizeBytes', 1000764270))
    expect(words('slaHours', 1.5)).toBe('1.5')
  })
  it('has times as a person says them, and texts as they are', () => {
    expect(words('maxLoadedAtMs', Date.UTC(2026, 10, 30, 6, 40))).toBe('today 06:40')
    expect(words('name', '20261130')).toBe('20261130')
    expect(words('sizeBytes', 12, 'a column of that name')).toBe('12')
    expect(words('tags', null)).toBe('—')
  })
})

describe('the name of what changes', () => {
  it('is the label of the field, of the thing or of its column, and the name itself where no field is for it', () => {
    expect(fieldLabel('dataset', { column: null, field: 'maxLoadedAtMs' })).toBe('Newest data at')
    expect(fieldLabel(null, { column: null, field: 'sameAs' })).toBe('The same as')
    expect(fieldLabel('dataset', { column: 'id', field: 'dataType' })).toBe('Type')
    expect(fieldLabel('dataset', { column: 'id', field: 'extras.quote' })).toBe('quote')
  })
})
