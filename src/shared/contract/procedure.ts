/** How every procedure of the contract begins: its REST route, what it needs from the caller, and the errors it may answer. */
import { oc } from '@orpc/contract'
import { errorMap } from '../errors.ts'
import type { Permission } from '../permissions.ts'

/**
 * What a caller must have. Every procedure needs the host token on top.
 * - `host`: nothing more (first run, sign-in)
 * - `locked-session`: a session, locked or not (unlock, sign-out)
 * - `session`: a session that is not locked
 * - a permission: such a session, of a user whose role grants it
 */
export type Needs = 'host' | 'locked-session' | 'session' | Permission

export interface ProcedureMeta {
  needs: Needs
  /** Asks for a code entered within the last five minutes (`STEP_UP_REQUIRED` otherwise). */
  stepUp?: boolean
  /** The answer holds a secret: sent with `no-store`, never cached, never logged. */
  returnsSecret?: boolean
  /** For people at the console alone, never with an access token: its answer belongs to a session (a file's link, a ticket, a bookmark). */
  atConsole?: boolean
}

/** A procedure that an access token may call, if it has its permission. */
export type OpenToTokens = ProcedureMeta & { needs: Permission }

/** An access token stands for no person at a window: it has permissions and nothing else. */
export const isOpenToTokens = (meta: ProcedureMeta): meta is OpenToTokens =>
  meta.needs !== 'host' &&
  meta.needs !== 'session' &&
  meta.needs !== 'locked-session' &&
  !meta.stepUp &&
  !meta.returnsSecret &&
  !meta.atConsole

type Method = 'GET' | 'POST'

/** `GET` changes nothing. The path is that of the REST interface under `/api`. */
export const procedure = (method: Method, path: `/${string}`, summary: string, meta: ProcedureMeta) =>
  oc
    .$meta<ProcedureMeta>(meta)
    .route({ method, path, summary, tags: [path.split('/')[1] ?? ''] })
    .errors(errorMap)
