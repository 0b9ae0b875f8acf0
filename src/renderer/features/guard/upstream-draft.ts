/** An upstream as a form holds it, and back. Pure. */
import type { z } from 'zod'
import type { Upstream } from '../../../shared/policy.ts'
import { upstreamSchema } from '../../../shared/policy.ts'
import { headerNameSchema } from '../../../shared/policy-parts.ts'
import { addressesOf } from './service-draft.ts'
import { readAs, readNumber, type Typed } from './typed-values.ts'
import { readUpstreamTls, upstreamTlsDraftOf, type UpstreamTlsDraft, type UpstreamTlsField } from './upstream-tls-draft.ts'

export interface TargetDraft {
  url: string
  weight: string
}
/** Of the numbers: what they are typed in, in the policy's measure. */
export const upstreamUnits = {
  connectTimeoutMs: 1000,
  connections: 1,
  overflow: 1,
  recycleMs: 1000,
  everyMs: 1000,
  timeoutMs: 1000,
  healthyAfter: 1,
  unhealthyAfter: 1,
  statusFrom: 1,
  statusTo: 1,
  failures: 1,
  outForMs: 1000,
} as const
export type UpstreamNumber = keyof typeof upstreamUnits

export interface UpstreamDraft {
  name: string
  targets: readonly TargetDraft[]
  balance: Upstream['balance']
  hashBy: 'source' | 'consumer' | 'path' | 'header'
  hashHeader: string
  asks: boolean
  askPath: string
  counts: boolean
  tls: UpstreamTlsDraft
  numbers: Readonly<Record<UpstreamNumber, string>>
}

const activeSchema = upstreamSchema.shape.activeHealth.unwrap().unwrap()
const passiveSchema = upstreamSchema.shape.passiveHealth.unwrap().unwrap()
const statusSchema = activeSchema.shape.statuses.unwrap().def.items[0]
const numberSchemas: Record<UpstreamNumber, z.ZodNumber> = {
  connectTimeoutMs: upstreamSchema.shape.connectTimeoutMs.unwrap(),
  connections: upstreamSchema.shape.connections.unwrap(),
  overflow: upstreamSchema.shape.overflow.unwrap(),
  recycleMs: upstreamSchema.shape.recycleMs.unwrap(),
  everyMs: activeSchema.shape.everyMs.unwrap(),
  timeoutMs: activeSchema.shape.timeoutMs.unwrap(),
  healthyAfter: activeSchema.shape.healthyAfter.unwrap(),
  unhealthyAfter: activeSchema.shape.unhealthyAfter.unwrap(),
  statusFrom: statusSchema,
  statusTo: statusSchema,
  failures: passiveSchema.shape.failures.unwrap(),
  outForMs: passiveSchema.shape.outForMs.unwrap(),
}

export const upstreamDraftOf = (upstream: Upstream): UpstreamDraft => {
  const active = upstream.activeHealth ?? activeSchema.parse({})
  const passive = upstream.passiveHealth ?? passiveSchema.parse({})
  const [statusFrom, statusTo] = active.statuses
  const { connectTimeoutMs, connections, overflow, recycleMs } = upstream
  const values = { ...active, ...passive, statusFrom, statusTo, connectTimeoutMs, connections, overflow, recycleMs }
  const byHeader = upstream.hashBy.startsWith('header:')
  return {
    name: upstream.name,
    targets: upstream.targets.map(({ url, weight }) => ({ url, weight: String(weight) })),
    balance: upstream.balance,
    hashBy: byHeader ? 'header' : (upstream.hashBy as 'source' | 'consumer' | 'path'),
    hashHeader: byHeader ? upstream.hashBy.slice('header:'.length) : '',
    asks: upstream.activeHealth !== null,
    askPath: active.path,
    counts: upstream.passiveHealth !== null,
    tls: upstreamTlsDraftOf(upstream.tls),
    numbers: Object.fromEntries(
      Object.entries(upstreamUnits).map(([name, unit]) => [name, String(values[name as UpstreamNumber] / unit)]),
    ) as Record<UpstreamNumber, string>,
  }
}

/** `at`: of the targets, which row. */
export interface UpstreamProblem {
  field: 'name' | 'url' | 'weight' | 'targets' | 'hashHeader' | 'askPath' | UpstreamTlsField | UpstreamNumber
  at?: number
  sentence: string
}
export type ReadUpstream = { kind: 'upstream'; upstream: Upstream } | ({ kind: 'problem' } & UpstreamProblem)

class Refused extends Error {
  readonly problem: UpstreamProblem
  constructor(problem: UpstreamProblem) {
    super(problem.sentence)
    this.problem = problem
  }
}
const take = <Value>(read: Typed<Value>, field: UpstreamProblem['field'], at?: number): Value => {
  if (!read.ok) throw new Refused({ field, sentence: read.sentence, ...(at !== undefined && { at }) })
  return read.value
}

const readTargets = (targets: readonly TargetDraft[]): Upstream['targets'] => {
  const { url: urlSchema, weight: weightSchema } = upstreamSchema.shape.targets.element.shape
  const read = targets.map(({ url, weight }, at) => ({
    url: take(readAs(urlSchema, addressesOf(url).join(' '), url.trim()), 'url', at),
    weight: take(readNumber(weightSchema.unwrap(), weight), 'weight', at),
  }))
  const twice = read.findIndex(({ url }, at) => read.findIndex((other) => other.url === url) < at)
  if (twice >= 0) throw new Refused({ field: 'url', at: twice, sentence: 'This target is there already.' })
  if (read.every(({ weight }) => weight === 0))
    throw new Refused({ field: 'weight', at: 0, sentence: 'One target at least needs a weight above 0.' })
  return read
}

export const readUpstream = (upstream: Upstream, draft: UpstreamDraft): ReadUpstream => {
  const number = (name: UpstreamNumber): number => take(readNumber(numberSchemas[name], draft.numbers[name], upstreamUnits[name]), name)
  try {
    const name = take(readAs(upstreamSchema.shape.name, draft.name, draft.name.trim()), 'name')
    const targets = readTargets(draft.targets)
    const hashes = draft.balance === 'hash'
    const hashBy: Upstream['hashBy'] = !hashes
      ? upstream.hashBy
      : draft.hashBy === 'header'
        ? `header:${take(readAs(headerNameSchema, draft.hashHeader.trim(), draft.hashHeader.trim()), 'hashHeader')}`
        : draft.hashBy
    const activeHealth = draft.asks ? readActive(draft, number) : null
    const passiveHealth = draft.counts ? { failures: number('failures'), outForMs: number('outForMs') } : null
    return {
      kind: 'upstream',
      upstream: {
        id: upstream.id,
        name,
        targets,
        balance: draft.balance,
        hashBy,
        activeHealth,
        passiveHealth,
        tls: readTls(draft.tls),
        connectTimeoutMs: number('connectTimeoutMs'),
        connections: number('connections'),
        overflow: number('overflow'),
        recycleMs: number('recycleMs'),
      },
    }
  } catch (error) {
    if (error instanceof Refused) return { kind: 'problem', ...error.problem }
    throw error
  }
}

const readTls = (draft: UpstreamTlsDraft): Upstream['tls'] => {
  const read = readUpstreamTls(draft)
  if ('sentence' in read) throw new Refused(read)
  return read.tls
}

const readActive = (draft: UpstreamDraft, number: (name: UpstreamNumber) => number): NonNullable<Upstream['activeHealth']> => {
  const statuses: [number, number] = [number('statusFrom'), number('statusTo')]
  if (statuses[0] > statuses[1]) throw new Refused({ field: 'statusTo', sentence: 'This is below the first.' })
  return {
    path: take(readAs(activeSchema.shape.path.unwrap(), draft.askPath.trim(), draft.askPath.trim()), 'askPath'),
    everyMs: number('everyMs'),
    timeoutMs: number('timeoutMs'),
    healthyAfter: number('healthyAfter'),
    unhealthyAfter: number('unhealthyAfter'),
    statuses,
  }
}
