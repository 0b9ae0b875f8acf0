/** What each bound of the guard is called, and what it is typed in. Pure. */
import type { Policy } from '../../../shared/policy.ts'
import { formatNumber } from '../../ui/format.ts'

export type BoundName = keyof Policy['bounds']

/** `unit`: how many of the policy's measure are one of what is typed. */
export const boundKinds: Record<BoundName, { title: string; unit: number; unitName: string }> = {
  connections: { title: 'Connections at once', unit: 1, unitName: '' },
  requestsAtOnce: { title: 'Requests at once', unit: 1, unitName: '' },
  headers: { title: 'Headers of a request', unit: 1, unitName: '' },
  headerBytes: { title: 'All headers together', unit: 1024, unitName: 'KB' },
  headerTimeoutMs: { title: 'Wait for the headers', unit: 1000, unitName: 's' },
  keepAliveMs: { title: 'Keep an idle connection', unit: 1000, unitName: 's' },
}
export const boundNames = Object.keys(boundKinds) as BoundName[]

export const boundWords = (name: BoundName, value: number): string => {
  const { unit, unitName } = boundKinds[name]
  return `${formatNumber(value / unit)} ${unitName}`.trimEnd()
}
