import type { JsonObject } from '#core/json'

/** Whether files were said to list all there is of their source (`complete`). The command line gives every option as text. */
export const isComplete = (options: JsonObject): boolean => options['complete'] === true || options['complete'] === 'true'
