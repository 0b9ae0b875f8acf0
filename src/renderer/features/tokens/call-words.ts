/** What is told of the calls of the REST interface. */
import type { DescribedProcedure } from '../../../shared/contract/every-procedure.ts'
import { isOpenToTokens, type Needs } from '../../../shared/contract/procedure.ts'
import type { Permission } from '../../../shared/permissions.ts'

export const isPermission = (needs: Needs): needs is Permission => needs !== 'host' && needs !== 'session' && needs !== 'locked-session'

/** What a caller must have. */
export const takesWord = ({ needs }: DescribedProcedure['meta']): string => {
  if (isPermission(needs)) return needs
  return needs === 'host' ? 'A window' : 'A session'
}

/** Why no access token may do this; null where one may. */
export const whyNoToken = (meta: DescribedProcedure['meta']): string | null => {
  if (isOpenToTokens(meta)) return null
  if (meta.stepUp) return 'takes a fresh code'
  if (meta.returnsSecret) return 'answers with a secret'
  return 'is for people'
}

/** Each word typed is somewhere in the call. */
export const matchesCall = ({ method, path, summary, meta }: DescribedProcedure, typed: string): boolean => {
  const words = `${method} /api${path} ${summary} ${takesWord(meta)}`.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.includes(part))
}
