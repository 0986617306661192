import { bumpSeq } from '#db/book-file/info'
import type { WriteDb } from '#db/connection'
import { setSame } from './assets/set-same.ts'
import type { BigCommandName, BigCommands } from './big-commands.ts'
import { editDatasets } from './datasets/bulk-edit.ts'
import { type Deciding, undoGroup } from './decide.ts'
import { mergeDomain, renameDomain, splitDomain } from './domains.ts'
import { setDecisions } from './decisions.ts'
import { takeOverDecisions } from './decisions-file.ts'
import { mergeOwner, reassignOwner, splitOwner } from './owners/change-owners.ts'
import { setMetaMapping, setSourceOptions } from './set-source.ts'
import { acceptSuggestions } from './suggestions.ts'
import { mergeTerm, removeTerm, renameTerm, setTermLinks, splitTerm } from './terms/change-terms.ts'

type Command<N extends BigCommandName> = (deps: Deciding, write: WriteDb, input: BigCommands[N]['input']) => BigCommands[N]['output']

const COMMANDS: { readonly [N in BigCommandName]: Command<N> } = {
  'assets.setSame': setSame,
  'datasets.edit': editDatasets,
  'decisions.set': setDecisions,
  'decisions.undo': undoGroup,
  'decisions.import': takeOverDecisions,
  'owners.reassign': reassignOwner,
  'owners.merge': mergeOwner,
  'owners.split': splitOwner,
  'suggestions.accept': acceptSuggestions,
  'domains.rename': renameDomain,
  'domains.merge': mergeDomain,
  'domains.split': splitDomain,
  'terms.rename': renameTerm,
  'terms.merge': mergeTerm,
  'terms.split': splitTerm,
  'terms.setLinks': setTermLinks,
  'terms.remove': removeTerm,
  'sources.setOptions': setSourceOptions,
  'sources.setMetaMapping': setMetaMapping,
}

/** Runs a command in one transaction: all of it or nothing. @throws AppError from the command; nothing is then changed */
export function runBigCommand<N extends BigCommandName>(
  deps: Deciding,
  write: WriteDb,
  name: N,
  input: BigCommands[N]['input'],
): BigCommands[N]['output'] {
  const run: Command<N> = COMMANDS[name]
  return write
    .transaction(() => {
      const made = run(deps, write, input)
      bumpSeq(write)
      return made
    })
    .immediate()
}
