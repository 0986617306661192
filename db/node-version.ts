/** better-sqlite3 13 crashes without a word on a Node that lacks Node-API 10. Import this before it. */
if (Number(process.versions.napi) < 10) {
  throw new Error(`Stewardbook needs a newer Node than ${process.version}. Start it through npm, which brings its own or says which.`)
}
