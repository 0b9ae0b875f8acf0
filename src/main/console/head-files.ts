/** Where the newest signed head is kept besides the data directory, so that whoever replaces the data does not replace it too. */
import { join } from 'node:path'
import type { HeadFile } from '../features/audit/head-places.ts'
import type { ConsoleOptions } from './console.ts'

/** One file an installation: several consoles of a user keep theirs in one directory. */
export const headFilesElsewhere = (
  { stateDirectory, headFile }: Pick<ConsoleOptions, 'stateDirectory' | 'headFile'>,
  installationId: string,
): HeadFile[] => {
  const path = headFile ?? (stateDirectory && join(stateDirectory, `log-head-${installationId}.json`))
  return path ? [{ name: path, path }] : []
}
