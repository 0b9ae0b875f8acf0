/** Files on their way out: `/download/<id>`, 128 bits, one use, 60 s, bound to the session that asked. */
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Downloads } from '../features/handlers.ts'

interface Waiting {
  sessionId: string
  fileName: string
  contentType: string
  body: Uint8Array | string
  untilMs: number
}

export interface DownloadDesk extends Downloads {
  /** The file, once; null where there is none, it was fetched before, its time is up or its session has ended. */
  take(id: string): Response | null
  /** Forgets the files of sessions that have locked or ended. */
  dropClosed(): void
  /** How many files are held. */
  held(): number
}

const validMs = 60_000
const maxWaiting = 100

/** `sessionIsOpen` false: locked or ended, so the file stays. */
export const createDownloadDesk = (clock: Clock, ids: Ids, sessionIsOpen: (sessionId: string) => boolean): DownloadDesk => {
  const waiting = new Map<string, Waiting>()
  return {
    create: (file) => {
      for (const [id, one] of waiting) if (one.untilMs <= clock.monotonic() || waiting.size >= maxWaiting) waiting.delete(id)
      const id = ids.token(16)
      waiting.set(id, { ...file, untilMs: clock.monotonic() + validMs })
      // A file may hold keys: what nobody fetches is not kept until somebody else asks for one.
      clock.after(validMs, () => waiting.delete(id))
      return { url: `/download/${id}` }
    },
    dropClosed: () => {
      for (const [id, { sessionId }] of waiting) if (!sessionIsOpen(sessionId)) waiting.delete(id)
    },
    held: () => waiting.size,
    take: (id) => {
      const file = waiting.get(id)
      waiting.delete(id)
      if (!file || file.untilMs <= clock.monotonic() || !sessionIsOpen(file.sessionId)) return null
      return new Response(typeof file.body === 'string' ? file.body : new Uint8Array(file.body), {
        headers: {
          'content-type': file.contentType,
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
          'cache-control': 'no-store',
        },
      })
    },
  }
}
