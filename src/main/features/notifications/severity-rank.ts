/** Severities in order. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'

export const rankOf = (severity: Severity): number => severities.indexOf(severity)
/** `info` where there is none. */
export const worstOf = (all: readonly { severity: Severity }[]): Severity =>
  severities[Math.max(0, ...all.map(({ severity }) => rankOf(severity)))] ?? 'info'
