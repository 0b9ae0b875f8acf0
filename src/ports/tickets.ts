/** What is begun and not finished (a sign-in, an enrolment, an import), kept in memory for a while under an unguessable name. */
import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'

export interface Tickets<Content> {
  issue(content: Content): { ticket: string; expiresAtMs: number }
  /** Null where it is unknown, spent or too old. */
  find(ticket: string): Content | null
  drop(ticket: string): void
  /** Drops what is too old, and what is unwanted. */
  dropWhere(unwanted: (content: Content) => boolean): void
}

/** Beyond `capacity` the oldest is dropped. */
export const createTickets = <Content>(options: { clock: Clock; ids: Ids; lifetimeMs: number; capacity: number }): Tickets<Content> => {
  const { clock, ids, lifetimeMs, capacity } = options
  /** In order of issue, which is also that of expiry. */
  const held = new Map<string, { content: Content; endsAtMonotonicMs: number }>()

  let cancelCleaning: (() => void) | null = null

  /** A ticket may hold keys: what is too old goes at its time, and not only when somebody asks again. */
  const planCleaning = () => {
    const oldest = held.values().next()
    if (cancelCleaning || oldest.done) return
    cancelCleaning = clock.after(Math.max(1, Math.ceil(oldest.value.endsAtMonotonicMs - clock.monotonic())), () => {
      cancelCleaning = null
      dropExpired()
      planCleaning()
    })
  }

  const remove = (ticket: string) => {
    held.delete(ticket)
    if (held.size > 0) return
    cancelCleaning?.()
    cancelCleaning = null
  }

  const dropExpired = () => {
    for (const [ticket, { endsAtMonotonicMs }] of held) {
      if (endsAtMonotonicMs > clock.monotonic()) return
      remove(ticket)
    }
  }

  return {
    issue: (content) => {
      dropExpired()
      const oldest = held.keys().next()
      if (held.size >= capacity && !oldest.done) held.delete(oldest.value)
      const ticket = ids.token()
      held.set(ticket, { content, endsAtMonotonicMs: clock.monotonic() + lifetimeMs })
      planCleaning()
      return { ticket, expiresAtMs: clock.now() + lifetimeMs }
    },
    find: (ticket) => {
      dropExpired()
      return held.get(ticket)?.content ?? null
    },
    drop: (ticket) => {
      remove(ticket)
    },
    dropWhere: (unwanted) => {
      dropExpired()
      for (const [ticket, { content }] of held) if (unwanted(content)) remove(ticket)
    },
  }
}
