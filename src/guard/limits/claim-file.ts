/** Makes sure that a file is there, is this user's own and nobody else's to read, and is no other program's. */
import { closeSync, constants, fchmodSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const openFlags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)
const othersWrite = 0o022
/** https://www.sqlite.org/fileformat.html: of the header, its length, its first words, and where the application stands. */
const headerBytes = 100
const magic = 'SQLite format 3\0'
const applicationAt = 68

export class NotOurs extends Error {
  override readonly name = 'NotOurs'
}

const applicationOf = (descriptor: number): number | null => {
  const header = Buffer.alloc(headerBytes)
  readSync(descriptor, header, 0, headerBytes, 0)
  return header.toString('latin1', 0, magic.length) === magic ? header.readUInt32BE(applicationAt) : null
}

export interface ClaimedFile {
  /** By which one that was replaced is told. */
  inode: number
  /** It says that it is ours; else it is empty, or only begun. */
  isMarked: boolean
}

/** Throws `NotOurs`, or what the file system says. */
export const claimFile = (path: string, applicationId: number): ClaimedFile => {
  // SQLite reads what lies beside the file: there nobody else may put anything.
  if (process.platform !== 'win32' && statSync(dirname(path)).mode & othersWrite) throw new NotOurs('others may write into its folder')
  const descriptor = openSync(path, openFlags, 0o600)
  try {
    const { uid, ino, size } = fstatSync(descriptor)
    if (process.getuid && uid !== process.getuid()) throw new NotOurs('its file belongs to another user')
    const application = size === 0 ? 0 : applicationOf(descriptor)
    if (application !== applicationId && application !== 0) throw new NotOurs('its file is another program’s')
    if (process.platform !== 'win32') fchmodSync(descriptor, 0o600)
    return { inode: ino, isMarked: application === applicationId }
  } finally {
    closeSync(descriptor)
  }
}
