export * from './assets.ts'
export * from './book.ts'
export * from './runs.ts'
export * from './sources.ts'
