/** Sentences about a restore: what one should know before, and what the log says after. Pure. */
import type { BackupHeader } from './backup-header.ts'
import type { Manifest } from './backup-lines.ts'

const figures = new Intl.NumberFormat('en')
export const utc = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
const count = (n: number, one: string, several: string): string => (n === 1 ? `1 ${one}` : `${figures.format(n)} ${several}`)

export interface Circumstances {
  header: BackupHeader
  manifest: Manifest
  /** Null where nobody is set up here. */
  installationId: string | null
  keysBackAlive: number
  /** Of a newer head of that log which this machine keeps; null where there is none. */
  keptSequence: number | null
}

const logWarning = ({ header, manifest, installationId, keptSequence }: Circumstances): string => {
  if (installationId !== null)
    return header.withLog
      ? 'The log of this console stays and goes on. The log in the backup is not taken: it can be read by restoring onto a new machine.'
      : 'The log of this console stays and goes on: a restore erases nothing of it.'
  const last = figures.format(manifest.lastSequence)
  if (!header.withLog)
    return `The backup was made without the log: it goes on after entry ${figures.format(Math.max(manifest.lastSequence, keptSequence ?? 0))}, and earlier entries are not here.`
  return keptSequence !== null && keptSequence > manifest.lastSequence
    ? `The log in the backup ends with entry ${last}, but this machine keeps a signed head over entry ${figures.format(keptSequence)}: the entries between are lost, and every verification will say so.`
    : `The log in the backup, up to entry ${last}, becomes the log here and goes on.`
}

export const warningsOf = (given: Circumstances): string[] => {
  const { header, installationId } = given
  const warnings = [logWarning(given), 'All sessions end, and access tokens and invitations become void.']
  if (installationId !== null && header.installationId !== installationId)
    warnings.push('This backup is of another installation of Gatehouse.')
  if (installationId !== null)
    warnings.push('Passwords and authenticators are those of the time of the backup. What is replaced is kept as a backup for seven days.')
  if (given.keysBackAlive > 0)
    warnings.push(
      `${count(given.keysBackAlive, 'API key that was', 'API keys that were')} revoked or deleted since will be back. Revoke again what must stay dead.`,
    )
  return warnings
}

/** `before`: where what was replaced is kept; null at first run, when nothing was and nobody had a name. */
export const restoredSentence = (by: string, { header }: Pick<Circumstances, 'header'>, before: string | null): string =>
  before === null
    ? `A backup of ${utc(header.createdAtMs)} was restored at first run`
    : `${by} restored a backup of ${utc(header.createdAtMs)}; what was there before is kept in ${before}`
