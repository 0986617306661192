import type { RunBeside } from '../big-commands.ts'
import type { BookDeps } from '../deps.ts'
import { runBigCommand } from '../run-big-command.ts'

/** Runs big commands where the test is, as a worker would; `titles` are the jobs a person would see. */
export function besideHere(deps: BookDeps): { readonly beside: RunBeside; readonly titles: string[] } {
  const titles: string[] = []
  const beside: RunBeside = async (title, name, input) => {
    titles.push(title)
    if (deps.file.write === null) throw new Error('the test book is read-only')
    deps.rules.drop()
    return runBigCommand(deps, deps.file.write, name, input)
  }
  return { beside, titles }
}
