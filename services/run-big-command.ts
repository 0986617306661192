import { bumpSeq } from '#db/book-file/info'
import type { WriteDb } from '#db/connection'
import type { BigCommand } from './big-commands.ts'
import { editDatasets } from './datasets/bulk-edit.ts'
import { type Decided, type Deciding, undoGroup } from './decide.ts'

/** Runs a command in one transaction: all of it or nothing. @throws AppError from the command; nothing is then changed */
export function runBigCommand(deps: Deciding, write: WriteDb, command: BigCommand): Decided {
  return write
    .transaction(() => {
      const decided = runOne(deps, write, command)
      bumpSeq(write)
      return decided
    })
    .immediate()
}

function runOne(deps: Deciding, write: WriteDb, command: BigCommand): Decided {
  switch (command.name) {
    case 'datasets.edit':
      return editDatasets(deps, write, command.input)
    case 'decisions.undo':
      return undoGroup(deps, write, command.input.groupId, command.input.reason)
  }
}
