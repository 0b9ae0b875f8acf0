/** Records a CPU or heap profile of this process on demand: one at a time, audited, handed out through the download desk. */
import { Session } from 'node:inspector/promises'
import type { Clock } from '../../../ports/clock.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import type { Downloads, OpenSession } from '../handlers.ts'

export type ProfileKind = 'cpu' | 'heap'

const samplingBytes = 32_768

/** Places of allocation with their sizes, never contents: a heap snapshot would hold every secret in memory. */
const recordWith: Record<ProfileKind, { start(session: Session): Promise<unknown>; stop(session: Session): Promise<unknown> }> = {
  cpu: {
    start: async (session) => {
      await session.post('Profiler.enable')
      await session.post('Profiler.start')
    },
    stop: async (session) => (await session.post('Profiler.stop')).profile,
  },
  heap: {
    start: (session) => session.post('HeapProfiler.startSampling', { samplingInterval: samplingBytes }),
    stop: async (session) => (await session.post('HeapProfiler.stopSampling')).profile,
  },
}

const titleOf: Record<ProfileKind, string> = { cpu: 'CPU profile', heap: 'heap profile' }

export const createProfiles = (options: { database: Database; clock: Clock; downloads: Downloads }) => {
  const { database, clock, downloads } = options
  let recording = false

  const record = async (kind: ProfileKind, seconds: number, signal: AbortSignal | undefined): Promise<string> => {
    const session = new Session()
    session.connect()
    try {
      await recordWith[kind].start(session)
      await clock.sleep(seconds * 1000, signal)
      return JSON.stringify(await recordWith[kind].stop(session))
    } finally {
      // Ends a recording that is under way, too.
      session.disconnect()
    }
  }

  return {
    /** Throws BUSY while another one is recorded; ends at once, without an entry, when the caller goes. */
    record: async (by: By, session: OpenSession, kind: ProfileKind, seconds: number, signal: AbortSignal | undefined) => {
      if (recording) throw new GatehouseError('BUSY', 'A profile is being recorded; try again when it is done.', {})
      recording = true
      try {
        const body = await record(kind, seconds, signal)
        const bytes = Buffer.byteLength(body)
        const fileName = `gatehouse-${new Date(clock.now()).toISOString().slice(0, 19).replaceAll(':', '-')}.${kind}profile`
        await database.append(by, {
          action: 'profile.recorded',
          severity: 'medium',
          message: `${by.actor.name} recorded a ${titleOf[kind]} of the console over ${seconds} s`,
          detail: { kind, seconds, bytes, fileName },
        })
        const { url } = await downloads.create({ sessionId: session.id, fileName, contentType: 'application/json', body })
        return { url, fileName, bytes }
      } finally {
        recording = false
      }
    },
  }
}
export type Profiles = ReturnType<typeof createProfiles>
