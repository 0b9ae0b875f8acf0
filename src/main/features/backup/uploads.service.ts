/** Backup files on their way in: chunk after chunk into a file of its own, bound to whoever brings it, gone after half an hour. */
import { mkdirSync, rmSync } from 'node:fs'
import { appendFile, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { asGatehouseError } from '../../database/sqlite-errors.ts'

const lifetimeMs = 30 * 60_000
/** Before base64. */
const chunkBytes = 512 * 1024
const mostAtOnce = 2

interface Upload {
  owner: string
  path: string
  bytes: number
  receivedBytes: number
  busy: boolean
  cancelEnd: () => void
}

export interface UploadsOptions {
  directory: string
  clock: Clock
  ids: Ids
  maxBytes(): number
}

/** `directory` holds nothing else: what a crash left there goes. */
export const createUploads = ({ directory, clock, ids, maxBytes }: UploadsOptions) => {
  const held = new Map<string, Upload>()
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true, mode: 0o700 })

  const drop = (id: string) => {
    const upload = held.get(id)
    if (!upload) return
    held.delete(id)
    upload.cancelEnd()
    rmSync(upload.path, { force: true })
  }
  const gone = () =>
    new GatehouseError('NOT_FOUND', 'There is no such upload any more: it was dropped after half an hour. Bring the file again.', {})
  const own = (owner: string, id: string): Upload => {
    const upload = held.get(id)
    if (!upload || upload.owner !== owner) throw gone()
    // Half an hour without a sign of whoever brings it: a large file takes longer than that in all.
    upload.cancelEnd()
    upload.cancelEnd = clock.after(lifetimeMs, () => drop(id))
    return upload
  }
  /** Dropped while something was awaited: what was written meanwhile goes, too. */
  const assertHeld = (id: string, upload: Upload) => {
    if (held.get(id) === upload) return
    rmSync(upload.path, { force: true })
    throw gone()
  }
  const stillToCome = () => [...held.values()].reduce((total, upload) => total + upload.bytes - upload.receivedBytes, 0)
  /** With what the others still bring. */
  const assertRoom = async (bytes: number) => {
    const most = maxBytes()
    if (bytes > most)
      throw new GatehouseError(
        'INVALID_INPUT',
        `This file has ${Math.ceil(bytes / 1_000_000)} MB; at most ${Math.floor(most / 1_000_000)} MB are taken. The limit is a setting: backup.maxUploadMegabytes.`,
        { field: 'bytes' },
      )
    const disk = await statfs(directory)
    if (disk.bavail * disk.bsize < stillToCome())
      throw new GatehouseError(
        'DISK_FULL',
        'There is not enough room on the disk for this file. Nothing was changed; free some space and try again.',
        {},
      )
  }

  return {
    begin: async (owner: string, bytes: number): Promise<{ upload: string; chunkBytes: number }> => {
      for (const [id, upload] of held) if (upload.owner === owner) drop(id)
      if (held.size >= mostAtOnce) throw new GatehouseError('BUSY', 'Somebody else is bringing a backup. Try again in a while.', {})
      const id = ids.token(16)
      const cancelEnd = clock.after(lifetimeMs, () => drop(id))
      const upload: Upload = { owner, path: join(directory, `${id}.ghb`), bytes, receivedBytes: 0, busy: false, cancelEnd }
      // Its place is taken before anything is awaited: of many that begin at once, two are let in.
      held.set(id, upload)
      try {
        await assertRoom(bytes)
        await writeFile(upload.path, '', { mode: 0o600, flag: 'wx' })
      } catch (error) {
        drop(id)
        throw asGatehouseError(error)
      }
      assertHeld(id, upload)
      return { upload: id, chunkBytes }
    },
    /** A chunk that came already is no fault: whoever brings it goes on from what was received. */
    take: async (owner: string, id: string, offset: number, chunk: string): Promise<{ receivedBytes: number }> => {
      const upload = own(owner, id)
      if (offset !== upload.receivedBytes || upload.busy) return { receivedBytes: upload.receivedBytes }
      const bytes = Buffer.from(chunk, 'base64')
      if (offset + bytes.length > upload.bytes)
        throw new GatehouseError('INVALID_INPUT', 'More was brought than was said. Bring the file again.', { field: 'chunk' })
      upload.busy = true
      try {
        await appendFile(upload.path, bytes)
        assertHeld(id, upload)
        upload.receivedBytes += bytes.length
      } catch (error) {
        // Half a chunk may be there.
        drop(id)
        throw asGatehouseError(error)
      } finally {
        upload.busy = false
      }
      return { receivedBytes: upload.receivedBytes }
    },
    /** Of a file that is whole. Throws CONFLICT where it is not. */
    pathOf: (owner: string, id: string): string => {
      const upload = own(owner, id)
      if (upload.receivedBytes < upload.bytes)
        throw new GatehouseError('CONFLICT', 'The file is not whole yet: bring its other chunks first.', {})
      return upload.path
    },
    drop: (owner: string, id: string) => {
      own(owner, id)
      drop(id)
    },
    stop: () => {
      for (const id of held.keys()) drop(id)
    },
  }
}
export type Uploads = ReturnType<typeof createUploads>
