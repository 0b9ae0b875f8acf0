/** Entries of refused sign-ins: the first of a name at once, those that follow within 10 s as one entry with their count. */
import type { Clock } from '../../../ports/clock.ts'
import type { AuditEvent, By } from '../../database/database.ts'

export interface RefusalLog {
  /** Resolves when the entry is committed, or at once where it waits for its window to close. */
  record(name: string, by: By, event: AuditEvent): Promise<void>
  /** Writes what still waits. */
  close(): Promise<void>
}

const windowMs = 10_000

interface Window {
  waiting: { by: By; event: AuditEvent; count: number } | null
  cancel: () => void
}

/** `append` must not reject: a refusal stands even where it cannot be entered. */
export const createRefusalLog = (clock: Clock, append: (by: By, event: AuditEvent) => Promise<void>): RefusalLog => {
  /** Each costs whoever tries a password hash, so there are never many. */
  const windows = new Map<string, Window>()

  const write = ({ by, event, count }: NonNullable<Window['waiting']>) => append(by, { ...event, count })

  const openWindow = (name: string): Window => ({ waiting: null, cancel: clock.after(windowMs, () => closeWindow(name)) })

  const closeWindow = (name: string) => {
    const waiting = windows.get(name)?.waiting
    if (!waiting) return windows.delete(name)
    windows.set(name, openWindow(name))
    return void write(waiting)
  }

  return {
    record: async (name, by, event) => {
      const window = windows.get(name)
      if (window) {
        window.waiting = { by, event, count: (window.waiting?.count ?? 0) + 1 }
        return
      }
      windows.set(name, openWindow(name))
      await write({ by, event, count: 1 })
    },
    close: async () => {
      const open = [...windows.values()]
      windows.clear()
      for (const window of open) window.cancel()
      await Promise.all(open.flatMap((window) => (window.waiting ? [write(window.waiting)] : [])))
    },
  }
}
