/** Tries of requests: who may, what is entered of them, and the guard asked, once by the policy in force and once by edits that are not. */
import type { Ids } from '../../../ports/ids.ts'
import type { TryInput, TryOutput } from '../../../shared/contract/guard.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { TryAnswer, TryOrder } from '../../../shared/guard-protocol.ts'
import { rightsInclude } from '../../../shared/permissions.ts'
import type { Permission, Rights } from '../../../shared/permissions.ts'
import type { Policy } from '../../../shared/policy.ts'
import type { Tried } from '../../../shared/tried-request.ts'
import type { By, Database } from '../../database/database.ts'
import type { createPolicies } from './policies.service.ts'
import { quoted } from './policy-words.ts'

export interface TriesOptions {
  database: Pick<Database, 'append'>
  ids: Ids
  policies: Pick<ReturnType<typeof createPolicies>, 'current' | 'draft'>
  /** References of a policy that could be had now. */
  available(policy: Policy): string[]
  send(order: TryOrder): Promise<TryAnswer>
}

const longestPath = 200
const permission: Permission = 'guard:write'

const invalid = (sentence: string, field: string) => new GatehouseError('INVALID_INPUT', sentence, { field })

/** Without its query, which may hold anything. */
const pathWords = (path: string): string => {
  const [bare = ''] = path.split('?', 1)
  return bare.length > longestPath ? `${bare.slice(0, longestPath)}…` : bare
}

const judge = (rights: Rights, { request, as, source, sends, draft }: TryInput): void => {
  if ((sends || draft) && !rightsInclude(rights, permission))
    throw new GatehouseError(
      'NOT_PERMITTED',
      sends
        ? `To send a request through the guard takes the permission ${permission}.`
        : `To try a change takes the permission ${permission}.`,
      { permission },
    )
  if (sends && draft) throw invalid('By a policy that is not in force nothing is sent.', 'sends')
  if (sends && source !== null) throw invalid('What is sent comes from this machine: no address can be pretended.', 'source')
  if (as.kind !== 'nobody' && request.headers.some(({ name }) => name === 'authorization'))
    throw invalid('Who calls is said twice: leave out the header Authorization, or choose nobody.', 'request.headers')
}

export const createTries = ({ database, ids, policies, available, send }: TriesOptions) => {
  const asked = async (order: TryOrder): Promise<Tried> => {
    const answer = await send(order)
    if (!answer.ok) throw new GatehouseError('BUSY', answer.problem, {})
    return answer.tried
  }
  const callerWords = (as: TryInput['as']): string => {
    if (as.kind === 'nobody') return 'without a key'
    if (as.kind === 'key') return 'with a key of theirs'
    return `as ${quoted(policies.current().consumers.find(({ id }) => id === as.consumer)?.name ?? as.consumer)}`
  }

  /** Throws NOT_PERMITTED, INVALID_INPUT, CONFLICT or BUSY. */
  return async (by: By, rights: Rights, input: TryInput): Promise<TryOutput> => {
    judge(rights, input)
    const { request, as, source, sends, draft } = input
    const drafted = draft && policies.draft(draft.revision, draft.edits)
    const known = [...policies.current().consumers, ...(drafted?.policy.consumers ?? [])]
    if (as.kind === 'consumer' && !known.some(({ id }) => id === as.consumer))
      throw new GatehouseError('NOT_FOUND', 'There is no such consumer.', {})
    const order: TryOrder = { id: ids.next(), request, as, source, sends, by: by.actor.name, draft: null }
    const what = `${request.method} ${pathWords(request.path)} ${callerWords(as)}`
    // Before it is sent: what could not be entered does not happen. With the id of its record, so that each leads to the other.
    await database.append(
      { ...by, requestId: order.id },
      {
        action: 'guard.tried',
        severity: sends ? 'low' : 'info',
        message: sends
          ? `${by.actor.name} sent a request through the guard to try it: ${what}`
          : `${by.actor.name} asked what the guard decides${drafted ? ' after a change' : ''}: ${what}`,
        target: { kind: 'guard', id: null, name: 'guard' },
        detail: {
          method: request.method,
          path: pathWords(request.path),
          as: as.kind,
          ...(as.kind === 'consumer' ? { consumer: as.consumer } : {}),
          ...(source === null ? {} : { pretendedSource: source }),
          sends,
          draft: drafted !== null,
        },
      },
    )
    const now = await asked(order)
    if (!drafted) return { now, draft: null }
    const { policy, sentences, warnings } = drafted
    const tried = await asked({ ...order, id: ids.next(), draft: { policy, available: available(policy) } })
    return { now, draft: { tried, sentences, warnings } }
  }
}
