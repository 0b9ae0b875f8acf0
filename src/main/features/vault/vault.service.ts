/** The vault's API keys as one service: records, reveals, import, export, and what time does to them. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Database } from '../../database/database.ts'
import type { Downloads } from '../handlers.ts'
import { createApiKeys } from './api-keys.service.ts'
import type { ApiKeys } from './api-keys.service.ts'
import type { GivenVariable } from './given-environment.ts'
import type { ProviderLink } from './ask-provider.ts'
import { createKeyChecks } from './key-checks.service.ts'
import { createKeyExport } from './key-export.service.ts'
import { createKeyImport } from './key-import.service.ts'
import type { KeyImport } from './key-import.service.ts'
import type { Keys } from './key-ring.ts'
import { createKeyReminders } from './key-reminders.service.ts'
import type { KeyReminders } from './key-reminders.service.ts'
import { createKeyUpkeep } from './key-upkeep.service.ts'
import { createReveals } from './reveals.service.ts'
import type { Reveals } from './reveals.service.ts'
import type { ReminderSettings, VaultSettings } from './vault-settings.ts'

export interface VaultOptions {
  database: Database
  keys: Keys
  ids: Ids
  clock: Clock
  settings: VaultSettings & ReminderSettings
  events: LiveEvents
  logger: Logger
  downloads: Downloads
  /** What the console was started in; see `captureEnvironment`. */
  environment: readonly GivenVariable[]
  /** Neither locked nor ended. */
  sessionIsOpen(sessionId: string): boolean
  providerLink: ProviderLink
}

export interface Vault {
  apiKeys: ApiKeys
  reveals: Reveals
  imports: KeyImport
  exports: ReturnType<typeof createKeyExport>
  checks: ReturnType<typeof createKeyChecks>
  reminders: KeyReminders
  /** Ends overlaps and purges what fell due while the console did not run. */
  start(): Promise<void>
  /** Ends the timers, enters what is still shown, drops what is held in memory. */
  stop(): Promise<void>
}

/** Whatever changes in the vault is told to the windows, wherever it is written. */
const tellingOf = (database: Database, events: LiveEvents): Database => ({
  ...database,
  change: async (by, told, write) => {
    const result = await database.change(by, told, write)
    events.publish({ kind: 'vault-changed' })
    return result
  },
})

export const createVault = (given: VaultOptions): Vault => {
  const options = { ...given, database: tellingOf(given.database, given.events) }
  const { events, sessionIsOpen } = options
  const reminders = createKeyReminders(options)
  const checks = createKeyChecks(options)
  const upkeep = createKeyUpkeep({ ...options, reminders })
  const onDueChanged = () => upkeep.plan()
  const apiKeys = createApiKeys({ ...options, onDueChanged })
  const reveals = createReveals(options)
  const imports = createKeyImport({ ...options, apiKeys, onDueChanged })
  const unsubscribe = events.subscribe((event) => {
    if (event.kind !== 'session-changed') return
    const isOver = (sessionId: string) => !sessionIsOpen(sessionId)
    reveals.endWhere(isOver)
    imports.endWhere(isOver)
  })
  return {
    apiKeys,
    reveals,
    imports,
    exports: createKeyExport(options),
    checks,
    reminders,
    start: upkeep.start,
    stop: async () => {
      unsubscribe()
      upkeep.stop()
      checks.stop()
      imports.stop()
      await reveals.stop()
    },
  }
}
