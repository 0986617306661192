/** Reading a field's value from what a person typed: for doors that take text and know the contract only. */
export { parseTypedValue } from '#core/assets/fields'
