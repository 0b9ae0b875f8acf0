/** What the log says of a part of its index that was sealed: the entry that proves it, and the row it is known by at a start. */
import type { AuditEvent, Writable } from '../database.ts'
import type { SealedPart } from './index-writer.ts'

export const sealedAction = 'log.index-sealed'

export const sealedEntry = ({ file, firstSequence, lastSequence, sha256 }: SealedPart): AuditEvent => ({
  action: sealedAction,
  message: `The index of entries ${firstSequence} to ${lastSequence} was finished and sealed`,
  detail: { file, firstSequence, lastSequence, sha256 },
})

export const writeSealed = (tx: Writable, { file, sha256 }: SealedPart): void => {
  tx.run('INSERT INTO log_index_part (file, sha256) VALUES (@file, @sha256) ON CONFLICT DO UPDATE SET sha256 = excluded.sha256', {
    file,
    sha256,
  })
}
