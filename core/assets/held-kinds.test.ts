import { expect, it } from 'vitest'
import { kindsHeldAs } from './held-kinds.ts'
import { AssetKind } from './kinds.ts'

it('everything but owners, tags and issues may have an owner team; only datasets have a steward', () => {
  expect(AssetKind.options.filter((kind) => !kindsHeldAs('ownerTeam').includes(kind))).toEqual(['owner', 'tag', 'issue'])
  expect(kindsHeldAs('steward')).toEqual(['dataset'])
})
