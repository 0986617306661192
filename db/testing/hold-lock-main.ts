import Database from 'better-sqlite3'

/** Run as a program of its own by tests: `<file> <immediate|exclusive> <milliseconds>` holds a write lock that long. Says "ready". */
const [path = '', lock = '', holdMs = ''] = process.argv.slice(2)
const db = new Database(path)
db.exec(`begin ${lock}`)
process.stdout.write('ready\n')
setTimeout(() => {
  db.exec('rollback')
  db.close()
}, Number(holdMs))
