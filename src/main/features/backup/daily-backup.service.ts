/** The daily backup: made while the vault is open, soon after a start where one was missed, and never twice a day. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import type { BackupSettings } from './backup-settings.ts'
import { installedAt, lastDaily, noteDaily, noteGone } from './backup.store.ts'
import type { KeptBackups } from './kept-backups.ts'
import type { MakeBackup } from './make-backup.service.ts'
import { nextDaily } from './next-daily.ts'
import type { RunningWork } from './running-work.service.ts'
import { sentenceOf, WorkCancelled } from './running-work.service.ts'
import { surplusOf } from './surplus-backups.ts'
import type { VaultForBackups } from './vault-for-backups.ts'

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }
/** A start has enough to do. */
const soonMs = 120_000
const againMs = 3_600_000
const lookEveryMs = 1_800_000

export interface DailyOptions {
  database: Database
  clock: Clock
  events: LiveEvents
  logger: Logger
  settings: BackupSettings
  vault: VaultForBackups
  kept: KeptBackups
  work: RunningWork
  make: MakeBackup
}

export const createDailyBackup = (options: DailyOptions) => {
  const { database, clock, settings, vault, kept, work, make, logger } = options
  let cancelPlanned: (() => void) | null = null
  let plannedAtMs = 0
  let failure: string | null = null
  let notBeforeMs = -Infinity
  let stopped = false

  const dueAtMs = (): number | null => {
    if (!settings.daily() || vault.masterKeyId() === null) return null
    return nextDaily(clock.now(), settings.hour(), database.read(lastDaily) ?? database.read(installedAt))
  }

  const remove = async (name: string, why: string) => {
    kept.remove(name)
    database.note(noteGone, { name })
    await database.append(systemBy, {
      action: 'backup.removed',
      message: `The backup ${name} was removed: ${why}`,
      target: { kind: 'backup', id: null, name },
    })
  }
  /** Only now, with a new one that was found good. */
  const prune = async () => {
    for (const { name, why } of surplusOf(kept.all(), { keep: settings.keep(), nowMs: clock.now() })) await remove(name, why)
  }

  const makeNow = async () => {
    try {
      await work.begin('make', (course) => make(systemBy, { kind: 'daily', withLog: settings.withLog() }, course)).result
      database.note(noteDaily, { atMs: clock.now() })
      failure = null
      await prune()
    } catch (error) {
      if (stopped || (error instanceof GatehouseError && error.code === 'BUSY')) return
      failure = error instanceof WorkCancelled ? 'The last daily backup was stopped.' : sentenceOf(error)
      notBeforeMs = clock.monotonic() + againMs
      logger.error({ err: error }, 'the daily backup could not be made')
      await database
        .append(systemBy, {
          action: 'backup.failed',
          severity: 'medium',
          outcome: 'failed',
          message: `The daily backup could not be made: ${failure}`,
        })
        .catch(() => {})
    }
  }

  const look = () => {
    cancelPlanned = null
    if (stopped) return
    const due = dueAtMs()
    const isDue = due !== null && due <= clock.now() && vault.isOpen() && clock.monotonic() >= notBeforeMs && !work.isUnderWay()
    if (isDue) void makeNow().finally(() => plan())
    else plan()
  }
  const plan = () => {
    if (stopped) return
    const due = dueAtMs()
    const inMs = due === null ? lookEveryMs : Math.min(lookEveryMs, Math.max(soonMs, due - clock.now()))
    const atMs = clock.monotonic() + inMs
    // An earlier look stays: what changes often must not put it off for ever.
    if (cancelPlanned && plannedAtMs <= atMs) return
    cancelPlanned?.()
    plannedAtMs = atMs
    cancelPlanned = clock.after(inMs, look)
  }
  const unsubscribe = options.events.subscribe((event) => {
    if (event.kind === 'settings-changed' || event.kind === 'status-changed') plan()
  })

  return {
    start: plan,
    state: () => {
      const enabled = settings.daily()
      const due = dueAtMs()
      const sealed = 'The vault is not open: a daily backup is made once somebody has signed in.'
      return {
        enabled,
        nextAtMs: due === null ? null : Math.max(due, clock.now()),
        problem: !enabled || due === null ? null : (failure ?? (due <= clock.now() && !vault.isOpen() ? sealed : null)),
      }
    },
    stop: () => {
      stopped = true
      unsubscribe()
      cancelPlanned?.()
    },
  }
}
