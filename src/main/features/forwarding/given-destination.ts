/** A destination as somebody gives it, and the version of one as somebody saw it. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { ForwardingTarget } from '../../../shared/contract/forwarding.ts'

export interface GivenDestination {
  name: string
  target: ForwardingTarget
  leastSeverity: Severity
  /** Null keeps what is there. */
  secret: string | null
}

export interface SeenVersion {
  id: string
  version: number
}

/** Names that read the same are the same. */
export const nameKeyOf = (name: string): string => name.normalize('NFKC').toLowerCase()
