/** Who must have a second factor: the decision, without clock or database. */
import type { Role } from '../../../shared/permissions.ts'

/** The value of the setting `access.mfa.required`. */
export type MfaRule = 'everybody' | 'all-but-viewers'

/** Where the password alone would open a sealed vault, it is not enough. */
export const mfaIsRequired = (rule: MfaRule, { role, opensVault }: { role: Role; opensVault: 0 | 1 }): boolean =>
  rule !== 'all-but-viewers' || role !== 'viewer' || opensVault === 1
