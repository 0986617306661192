/** better-sqlite3 13 crashes without a word on a Node that lacks Node-API 10. Import this before it. */
if (Number(process.versions.napi) < 10) {
  throw new Error(`Stewardbook needs Node 22.15 or newer; this is ${process.version}. Start it through npm, which brings its own.`)
}
