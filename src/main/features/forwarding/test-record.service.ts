/** Sends one test record to a destination, saved or not, and says in a sentence what came of it. Nothing is changed; that it was done is entered. */
import type { Ids } from '../../../ports/ids.ts'
import type { By, Database } from '../../database/database.ts'
import { deliverTo } from './deliver.ts'
import type { Sender } from './deliver.ts'
import { knownDestination, requireSound } from './destination-changes.service.ts'
import type { DestinationSecrets } from './destination-secrets.service.ts'
import type { GivenDestination } from './given-destination.ts'
import type { Delivery } from './outgoing.ts'
import { hostAndPort, targetWords } from './target-address.ts'

export interface TestRecordsOptions {
  database: Database
  ids: Ids
  sender: Sender
  secrets: DestinationSecrets
}

export interface TestAnswer {
  delivered: boolean
  sentence: string
}

const answerOf = ({ target }: GivenDestination, delivery: Delivery): TestAnswer => {
  const at = hostAndPort(target)
  if (delivery.kind !== 'delivered') return { delivered: false, sentence: delivery.problem }
  if (delivery.rejected > 0 || delivery.note !== null)
    return { delivered: delivery.rejected === 0, sentence: `${at} answered: ${delivery.note ?? 'the record was rejected.'}` }
  if (target.kind === 'syslog' && target.transport === 'udp')
    return {
      delivered: true,
      sentence: `The test record was sent to ${at}. Nobody says whether a datagram arrives: look for it there.`,
    }
  return { delivered: true, sentence: `${at} took the test record.` }
}

/** `id`: whose stored secret is used where none is given. Throws INVALID_INPUT, NOT_FOUND, CONFLICT or VAULT_UNAVAILABLE. */
export const createTestRecords =
  ({ database, ids, sender, secrets }: TestRecordsOptions) =>
  async (by: By, given: GivenDestination, id: string | null, signal: AbortSignal = new AbortController().signal): Promise<TestAnswer> => {
    requireSound(given)
    const stored = id === null ? null : database.read((db) => knownDestination(db, id))
    const deliver = deliverTo(given.target, secrets.openFor(given, stored), sender)
    let answer: TestAnswer | null = null
    try {
      const delivery = await deliver({ id: `test-${ids.next()}`, entries: [], head: null, testAtMs: sender.clock.now() }, signal)
      answer = answerOf(given, delivery)
      return answer
    } finally {
      const delivered = answer?.delivered ?? false
      // What a console was made to connect to is worth knowing, whoever asked for it, and whether or not they waited.
      await database.append(by, {
        action: 'forwarding.tested',
        outcome: delivered ? 'done' : 'failed',
        message: `${by.actor.name} sent a test record: ${targetWords(given.target)}`,
        target: id === null ? null : { kind: 'forwarding', id, name: given.name },
        detail: { target: targetWords(given.target), delivered },
      })
    }
  }
