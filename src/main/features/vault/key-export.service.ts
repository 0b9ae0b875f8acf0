/** Chosen keys as a `.env` file behind a one-time link. */
import type { Clock } from '../../../ports/clock.ts'
import type { By, Database } from '../../database/database.ts'
import type { Downloads, OpenSession } from '../handlers.ts'
import { countUse, keyById } from './api-key.store.ts'
import type { ApiKeyRow } from './api-key.store.ts'
import { writeDotenv } from './dotenv-text.ts'
import { envNamesOf } from './env-names.ts'
import { assertInUse, noSuchKey } from './key-record.ts'
import type { Keys } from './key-ring.ts'
import { enterFailure } from './reveals.service.ts'
import { shownLabel } from './shown-label.ts'
import { readText } from './stored-text.service.ts'
import { dayOf } from './vault-settings.ts'

export interface KeyExportOptions {
  database: Database
  keys: Keys
  clock: Clock
  downloads: Downloads
}

const namedInMessage = 5

const namesInWords = (chosen: readonly ApiKeyRow[]): string => {
  const named = chosen.slice(0, namedInMessage).map((key) => `“${shownLabel(key.label)}”`)
  const more = chosen.length - named.length
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
}

export const createKeyExport = ({ database, keys, clock, downloads }: KeyExportOptions) => ({
  /** Throws NOT_FOUND, CONFLICT or VAULT_UNAVAILABLE; then nothing leaves. */
  export: async (by: By, session: OpenSession, ids: readonly string[]): Promise<{ url: string; keys: number }> => {
    const ring = keys.ring()
    const nowMs = clock.now()
    const chosen = [...new Set(ids)].map((id) => {
      const key = database.read((db) => keyById(db, id))
      if (!key) throw noSuchKey()
      assertInUse(key)
      return key
    })
    const names = envNamesOf(chosen)
    const entries: { name: string; value: string }[] = []
    for (const [index, key] of chosen.entries()) {
      try {
        entries.push({ name: names[index]!, value: database.read((db) => readText(db, ring, key, key.currentNumber, nowMs)) })
      } catch (error) {
        await enterFailure(database, by, key, 'exported', error)
        throw error
      }
    }
    await database.change(
      by,
      {
        action: 'keys.exported',
        severity: 'high',
        message: `${chosen.length === 1 ? 'The key' : `${chosen.length} keys`} ${namesInWords(chosen)} left the vault as a file`,
        count: chosen.length,
        detail: { keys: chosen.map((key) => ({ id: key.id, label: key.label, version: key.currentNumber })) },
      },
      (tx) => {
        for (const { id } of chosen) countUse(tx, id, nowMs, dayOf(nowMs))
      },
    )
    const { url } = await downloads.create({
      sessionId: session.id,
      fileName: 'gatehouse-keys.env',
      contentType: 'text/plain; charset=utf-8',
      body: writeDotenv(entries),
    })
    return { url, keys: chosen.length }
  },
})
