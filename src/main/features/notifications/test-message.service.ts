/** Sends one test message to a contact point, saved or not, and says in a sentence what came of it. Nothing is changed; that it was done is entered. */
import type { Ids } from '../../../ports/ids.ts'
import type { GivenContactPoint } from '../../../shared/contract/notifications.ts'
import type { By, Database } from '../../database/database.ts'
import { channelWords } from './channel-words.ts'
import { knownContactPoint, requireSound } from './contact-point-changes.service.ts'
import type { ContactPointSecrets } from './contact-point-secrets.service.ts'
import { deliver } from './deliver.ts'
import type { Sender } from './deliver.ts'
import type { Message } from './message.ts'

export interface TestMessagesOptions {
  database: Database
  ids: Ids
  sender: Sender
  secrets: ContactPointSecrets
  /** Shows it on this computer. */
  showTest(id: string, message: Message): void
}

/** `id`: whose stored secret is used where none is given. Throws INVALID_INPUT, NOT_FOUND, CONFLICT or VAULT_UNAVAILABLE. */
export const createTestMessages =
  ({ database, ids, sender, secrets, showTest }: TestMessagesOptions) =>
  async (by: By, given: GivenContactPoint, id: string | null, signal: AbortSignal = new AbortController().signal) => {
    requireSound(given)
    const stored = id === null ? null : database.read((db) => knownContactPoint(db, id))
    const secret = secrets.openFor(given, stored)
    const message: Message = {
      kind: 'firing',
      threadId: `test-${ids.next()}`,
      group: 'test',
      severity: 'info',
      alerts: [],
      count: 0,
      acknowledgedBy: null,
      atMs: sender.clock.now(),
      isTest: true,
    }
    let delivered = false
    try {
      const attempt = await deliver(given, secret, ids.next(), message, sender, signal)
      delivered = attempt.kind === 'delivered'
      if (delivered && given.channel.kind === 'desktop') showTest(ids.next(), message)
      // Nobody is woken by a test: what it opened there is closed again.
      if (delivered && given.channel.kind === 'pagerduty')
        await deliver(given, secret, ids.next(), { ...message, kind: 'resolved' }, sender, signal)
      return { delivered, sentence: attempt.sentence }
    } finally {
      // What a console was made to connect to is worth knowing, whoever asked for it, and whether or not they waited.
      await database.append(by, {
        action: 'contact-point.tested',
        outcome: delivered ? 'done' : 'failed',
        message: `${by.actor.name} sent a test message: ${channelWords(given.channel)}`,
        target: id === null ? null : { kind: 'contact-point', id, name: given.name },
        detail: { channel: channelWords(given.channel), delivered },
      })
    }
  }
