/** Files on their way out: `/download/<id>`, 128 bits, one use, 60 s to begin, bound to the session that asked. */
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import { DownloadEnded } from '../features/handlers.ts'
import type { DownloadBody, Downloads } from '../features/handlers.ts'

interface Waiting {
  sessionId: string
  /** Of the session when the file was made. */
  standing: string | null
  fileName: string
  contentType: string
  body: DownloadBody
  untilMs: number
}

export interface DownloadDesk extends Downloads {
  /** The file, once; null where there is none, it was fetched before, its time is up, or its session has ended or may something else by now. */
  take(id: string): Response | null
  /** Forgets the files of sessions that have locked, ended or been given another role, and breaks off those that are being sent. */
  dropClosed(): void
  /** How many files are held. */
  held(): number
  /** How many are being sent as they are made. */
  streaming(): number
}

const validMs = 60_000
const maxWaiting = 100

interface Streaming extends Pick<Waiting, 'sessionId' | 'standing'> {
  breakOff(why: Error): void
}

/** `standingOf`: what a session may, in a word; a file stays where it is another by now, or null: locked or ended. */
export const createDownloadDesk = (clock: Clock, ids: Ids, standingOf: (sessionId: string) => string | null): DownloadDesk => {
  const waiting = new Map<string, Waiting>()
  const streaming = new Set<Streaming>()
  const mayLeave = ({ sessionId, standing }: Streaming | Waiting): boolean => standing !== null && standingOf(sessionId) === standing

  /** Made chunk by chunk, as it is taken; ends with an error where it is broken off, so that no part looks whole. */
  const send = ({ sessionId, standing }: Waiting, source: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
    const reader = source.getReader()
    let one: Streaming
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          one = {
            sessionId,
            standing,
            breakOff: (why) => {
              streaming.delete(one)
              controller.error(why)
              void reader.cancel(why).catch(() => {})
            },
          }
          streaming.add(one)
        },
        pull: async (controller) => {
          try {
            const { done, value } = await reader.read()
            // Broken off while it waited.
            if (!streaming.has(one)) return
            if (!done) return controller.enqueue(value)
            streaming.delete(one)
            controller.close()
          } catch (error) {
            if (streaming.delete(one)) controller.error(error)
          }
        },
        cancel: (why) => {
          streaming.delete(one)
          return reader.cancel(why)
        },
      },
      // Nothing is made before somebody takes it.
      { highWaterMark: 0 },
    )
  }

  const bodyOf = (file: Waiting): ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | string | null => {
    const { body } = file
    if (typeof body === 'string') return body
    if (typeof body !== 'function') return new Uint8Array(body)
    const source = body()
    return source && send(file, source)
  }

  return {
    create: (file) => {
      for (const [id, one] of waiting) if (one.untilMs <= clock.monotonic() || waiting.size >= maxWaiting) waiting.delete(id)
      const id = ids.token(16)
      waiting.set(id, { ...file, standing: standingOf(file.sessionId), untilMs: clock.monotonic() + validMs })
      // A file may hold keys: what nobody fetches is not kept until somebody else asks for one.
      clock.after(validMs, () => waiting.delete(id))
      return { url: `/download/${id}` }
    },
    dropClosed: () => {
      for (const [id, file] of waiting) if (!mayLeave(file)) waiting.delete(id)
      for (const one of streaming) {
        if (!mayLeave(one))
          one.breakOff(new DownloadEnded('The session was locked, ended or given another role before the file was whole.'))
      }
    },
    held: () => waiting.size,
    streaming: () => streaming.size,
    take: (id) => {
      const file = waiting.get(id)
      waiting.delete(id)
      if (!file || file.untilMs <= clock.monotonic() || !mayLeave(file)) return null
      const body = bodyOf(file)
      if (body === null) return null
      return new Response(body, {
        headers: {
          'content-type': file.contentType,
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
          'cache-control': 'no-store',
        },
      })
    },
  }
}
