/** Imports keys from a `.env` text or the process environment: first a preview, then what was chosen of it, all or nothing. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { createTickets } from '../../../ports/tickets.ts'
import type { ImportItem } from '../../../shared/contract/vault.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import type { OpenSession } from '../handlers.ts'
import { keyById, keyWithFingerprint, keyWithLabel } from './api-key.store.ts'
import type { ApiKeys } from './api-keys.service.ts'
import { parseDotenv } from './dotenv-text.ts'
import type { GivenVariable } from './given-environment.ts'
import { previewItems, sourcesOfEnvironment, sourcesOfText } from './import-preview.service.ts'
import type { PreviewedItem } from './import-preview.service.ts'
import { keyTarget, labelKeyOf } from './key-record.ts'
import type { Keys } from './key-ring.ts'
import { shownLabel } from './shown-label.ts'
import { fingerprintOf } from './stored-text.service.ts'
import type { VaultSettings } from './vault-settings.ts'

export interface KeyImportOptions {
  database: Database
  keys: Keys
  ids: Ids
  clock: Clock
  settings: VaultSettings
  apiKeys: ApiKeys
  environment: readonly GivenVariable[]
  onDueChanged(): void
}

export type ImportSource = { kind: 'text'; text: string; name: string | null } | { kind: 'environment' }
export interface ImportChoice {
  index: number
  label: string
  onConflict: 'rotate' | 'add'
}
interface Preview {
  sessionId: string
  sourceName: string
  items: PreviewedItem[]
}
interface Imported {
  id: string
  label: string
  /** Null: added. */
  rotatedTo: number | null
}

const previewMs = 10 * 60_000
const previewsKept = 20
/** More is no file that somebody looks through. */
const mostItems = 2000
/** Beyond so many keys the rest share one entry. */
const entriesEach = 50
const longestLabel = 120

const meanwhile = (label: string, what: string) =>
  new GatehouseError('CONFLICT', `“${label}” ${what} meanwhile. Look at the file again.`, {})

export const createKeyImport = (options: KeyImportOptions) => {
  const { database, keys, ids, clock, settings, apiKeys, environment } = options
  const previews = createTickets<Preview>({ clock, ids, lifetimeMs: previewMs, capacity: previewsKept })
  let cancelCleaning: () => void = () => {}

  /** A label that nobody has yet: "name (2)". `next`: where to go on with a label that this import has asked for before. */
  const freeLabel = (tx: Writable, label: string, next: Map<string, number>): string => {
    const numbered = (number: number): string => {
      const ending = ` (${number})`
      return number === 1 ? label : `${label.slice(0, longestLabel - ending.length)}${ending}`
    }
    let number = next.get(labelKeyOf(label)) ?? 1
    while (keyWithLabel(tx, labelKeyOf(numbered(number)))) number++
    next.set(labelKeyOf(label), number + 1)
    return numbered(number)
  }

  const importOne = (
    tx: Writable,
    by: By,
    previewed: PreviewedItem,
    choice: ImportChoice,
    tags: readonly string[],
    nowMs: number,
    nextNumbers: Map<string, number>,
  ): Imported => {
    const { item, existingVersion } = previewed
    const text = previewed.text!.reveal()
    const twin = keyWithFingerprint(tx, fingerprintOf(keys.ring(), text))
    if (twin) throw meanwhile(item.name, `was stored as “${twin.label}”`)
    if (choice.onConflict === 'rotate' && item.status.kind === 'conflict') {
      const key = keyById(tx, item.status.existingId)
      if (!key || key.version !== existingVersion) throw meanwhile(item.status.existingLabel, 'was changed')
      const overlapMs = settings.get('vault.importOverlapHours') * 3_600_000
      const rotatedTo = apiKeys.insertNext(tx, by, key, { text, overlapMs, expiresAtMs: null }, nowMs)
      return { id: key.id, label: key.label, rotatedTo }
    }
    const label = freeLabel(tx, choice.label, nextNumbers)
    const id = apiKeys.insert(tx, by, { label, tags, provider: item.provider, text, expiresAtMs: null }, nowMs)
    return { id, label, rotatedTo: null }
  }

  const eventOf = ({ id, label, rotatedTo }: Imported, sourceName: string): AuditEvent => ({
    action: rotatedTo === null ? 'key.imported' : 'key.rotated',
    severity: rotatedTo === null ? 'low' : 'medium',
    message:
      rotatedTo === null
        ? `The key “${shownLabel(label)}” was imported from ${sourceName}`
        : `The key “${shownLabel(label)}” was rotated to version ${rotatedTo} by an import from ${sourceName}`,
    target: keyTarget({ id, label }),
    detail: { source: sourceName, ...(rotatedTo === null ? {} : { version: rotatedTo }) },
  })

  const eventsOf = (imported: readonly Imported[], sourceName: string): AuditEvent[] => {
    const events = imported.slice(0, entriesEach).map((one) => eventOf(one, sourceName))
    const rest = imported.slice(entriesEach)
    if (rest.length === 0) return events
    const more: AuditEvent = {
      action: 'key.imported',
      severity: 'medium',
      message: `${rest.length} more ${rest.length === 1 ? 'key was' : 'keys were'} imported from ${sourceName}`,
      count: rest.length,
      detail: { source: sourceName, keys: rest.map(({ id, label, rotatedTo }) => ({ id, label, rotatedTo })) },
    }
    return [...events, more]
  }

  /** Each choice with its item. Throws INVALID_INPUT. */
  const chosenOf = ({ items }: Preview, choices: readonly ImportChoice[]): [PreviewedItem, ImportChoice][] => {
    const indexes = new Set(choices.map((choice) => choice.index))
    if (indexes.size !== choices.length) throw new GatehouseError('INVALID_INPUT', 'A key was chosen twice.', { field: 'choices' })
    return choices.map((choice) => {
      const previewed = items[choice.index]
      if (!previewed) throw new GatehouseError('INVALID_INPUT', 'There is no such line in the preview.', { field: 'choices' })
      const { name, status } = previewed.item
      if (status.kind === 'skipped')
        throw new GatehouseError('INVALID_INPUT', `“${name}” cannot be imported. ${status.reason}`, { field: 'choices' })
      if (status.kind === 'duplicate')
        throw new GatehouseError('INVALID_INPUT', `“${name}” is in the vault already, as “${status.existingLabel}”.`, { field: 'choices' })
      return [previewed, choice]
    })
  }

  return {
    preview: (session: OpenSession, source: ImportSource): { previewId: string; items: ImportItem[]; expiresAtMs: number } => {
      const ring = keys.ring()
      const sources = source.kind === 'text' ? sourcesOfText(parseDotenv(source.text)) : sourcesOfEnvironment(environment)
      if (sources.length > mostItems)
        throw new GatehouseError(
          'INVALID_INPUT',
          `This holds ${sources.length} lines that could be keys; at most ${mostItems} are looked at in one go. Is it a .env file? If so, split it.`,
          { field: 'source' },
        )
      const items = database.read((db) => previewItems(db, ring, sources))
      const named = source.kind === 'text' ? source.name && shownLabel(source.name) : null
      const sourceName = source.kind === 'environment' ? 'the environment of the console' : named ? `the file ${named}` : 'pasted text'
      const { ticket, expiresAtMs } = previews.issue({ sessionId: session.id, sourceName, items })
      cancelCleaning()
      cancelCleaning = clock.after(previewMs, () => previews.dropWhere(() => false))
      return { previewId: ticket, items: items.map(({ item }) => item), expiresAtMs }
    },

    /** One change. Throws TICKET_EXPIRED, INVALID_INPUT, CONFLICT or VAULT_UNAVAILABLE; then nothing is imported and the preview stays. */
    import: async (
      by: By,
      session: OpenSession,
      { previewId, tags, choices }: { previewId: string; tags: readonly string[]; choices: readonly ImportChoice[] },
    ): Promise<{ added: number; rotated: number }> => {
      keys.ring()
      const preview = previews.find(previewId)
      if (!preview || preview.sessionId !== session.id)
        throw new GatehouseError('TICKET_EXPIRED', 'This preview is too old. Choose the file again.', {})
      const chosen = chosenOf(preview, choices)
      const nowMs = clock.now()
      const imported = await database.change(
        by,
        (done: Imported[]) => eventsOf(done, preview.sourceName),
        (tx) => {
          const nextNumbers = new Map<string, number>()
          return chosen.map(([previewed, choice]) => importOne(tx, by, previewed, choice, tags, nowMs, nextNumbers))
        },
      )
      previews.drop(previewId)
      options.onDueChanged()
      const rotated = imported.filter((one) => one.rotatedTo !== null).length
      return { added: imported.length - rotated, rotated }
    },

    /** Previews of windows that locked or are gone are dropped with the keys in them. */
    endWhere: (isOver: (sessionId: string) => boolean): void => previews.dropWhere((preview) => isOver(preview.sessionId)),

    stop: (): void => {
      cancelCleaning()
      previews.dropWhere(() => true)
    },
  }
}
export type KeyImport = ReturnType<typeof createKeyImport>
