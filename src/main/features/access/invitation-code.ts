/** Codes of invitations: 256 bits behind a beginning that scanners for leaked secrets know, kept as a hash alone. */
import { createHash } from 'node:crypto'
import type { Ids } from '../../../ports/ids.ts'
import { invitationPrefix } from '../../../shared/invitation-code.ts'

const pattern = new RegExp(`(?:^|#invitation=)(${invitationPrefix}[\\w-]{43})$`)

export const makeInvitationCode = (ids: Ids): string => `${invitationPrefix}${ids.token(32)}`

export const hashOfInvitationCode = (code: string): string => createHash('sha256').update(code).digest('hex')

/** What was pasted, also with the link around it; null where it cannot be a code. */
export const readInvitationCode = (typed: string): string | null => pattern.exec(typed.trim())?.[1] ?? null
