import { expect, test } from 'vitest'
import { addressIn, linkTo } from './link.ts'

test.each(['/home', '/catalog?ownerTeam=%5B%22Sales%22%5D&by=rowCount', "/catalog/domains/domain?name=Sales%20(o'd)"])(
  'a link to %s leads there, alone and in a sentence',
  (address) => {
    expect(addressIn(linkTo(address))).toBe(address)
    expect(addressIn(`Look at this:\n${linkTo(address)} (no owner yet)`)).toBe(address)
    expect(addressIn(`<${linkTo(address)}>`)).toBe(address)
    expect(addressIn(`It is at ${linkTo(address)}.`)).toBe(address)
  },
)

test('the address of a window in a browser is a link too, without what lets that window in', () => {
  expect(addressIn('http://127.0.0.1:4711/catalog?text=orders#t=secret')).toBe('/catalog?text=orders')
  expect(addressIn('http://localhost:4711/costs')).toBe('/costs')
})

test.each([
  '',
  'orders',
  '/catalog',
  'stewardbook',
  'stewardbook:',
  'stewardbook://elsewhere.example/a',
  'https://elsewhere.example/catalog',
])('“%s” has no link in it', (text) => {
  expect(addressIn(text)).toBe(null)
})
