/** The socket between console and guard: where it is, the token that both read, and how each proves to the other that it has it. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { challengeSchema, mostFrameBytes, proofSchema, protocolVersion } from '../shared/guard-protocol.ts'
import type { Clock } from './clock.ts'
import type { FramedSocket } from './framed-socket.ts'
import { frameSocket } from './framed-socket.ts'
import type { Ids } from './ids.ts'
import { localSocketPath } from './local-socket-path.ts'

type Role = 'console' | 'guard'

/** Before the proof nobody is believed, nor given memory. */
const mostUnprovenBytes = 1024
const proveWithinMs = 5_000

export const guardTokenFile = (dataDirectory: string): string => join(dataDirectory, 'guard.token')

/** Where the guard listens; makes the directory of its own where the data directory's path is too long for a socket. */
export const guardSocketPath = (dataDirectory: string): string => {
  const { path, ownDirectory } = localSocketPath('guard', dataDirectory, process.platform, tmpdir())
  if (ownDirectory) {
    mkdirSync(ownDirectory, { recursive: true, mode: 0o700 })
    const { uid, mode } = lstatSync(ownDirectory)
    if (lstatSync(ownDirectory).isSymbolicLink() || uid !== process.getuid?.() || (mode & 0o077) !== 0)
      throw new Error(`${ownDirectory} belongs to somebody else or is open to others; remove it.`)
  }
  return path
}

/** Null where there is none, or none that is right. */
const readGuardToken = (dataDirectory: string): Buffer | null => {
  try {
    const text = readFileSync(guardTokenFile(dataDirectory), 'utf8').trim()
    return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : null
  } catch {
    return null
  }
}

/** The console makes it, once for a data directory: a guard that runs on is known by it again. */
export const ensureGuardToken = (dataDirectory: string, ids: Ids): void => {
  const file = guardTokenFile(dataDirectory)
  if (readGuardToken(dataDirectory)) return chmodSync(file, 0o600)
  rmSync(file, { force: true })
  writeFileSync(file, hexToken(ids), { mode: 0o600, flag: 'wx' })
}

const hexToken = (ids: Ids): string => Buffer.from(ids.token(32), 'base64url').toString('hex')

/** The role is part of it, so that nobody's proof can be sent back as another's. */
const macOf = (token: Buffer, role: Role, own: string, others: string): string =>
  createHmac('sha256', token).update(`gatehouse ${role} ${own} ${others}`).digest('hex')

/** Rejects, and closes the socket, where the other end does not have the token. `onClosed` is called only after it resolved. */
export const proveEachOther = (
  socket: Socket,
  { role, dataDirectory, clock, ids }: { role: Role; dataDirectory: string; clock: Clock; ids: Ids },
  onClosed: (problem: string) => void,
): Promise<FramedSocket> =>
  new Promise((resolve, reject) => {
    let proven = false
    const cancel = clock.after(proveWithinMs, () => framed.destroy('the other end did not prove itself in time'))
    const framed = frameSocket(socket, mostUnprovenBytes, (problem) => {
      cancel()
      if (proven) onClosed(problem)
      else reject(new Error(problem))
    })
    // Read for each connection: a console that made it anew is not locked out.
    const token = readGuardToken(dataDirectory)
    if (!token) return framed.destroy('there is no token to prove anything with')
    const own = hexToken(ids)
    let others: string | null = null
    framed.send({ t: 'challenge', version: protocolVersion, nonce: own })
    framed.receive((message) => {
      if (others === null) {
        const challenge = challengeSchema.safeParse(message)
        if (!challenge.success) return framed.destroy('the other end speaks another language')
        if (challenge.data.version !== protocolVersion) return framed.destroy('the other end is of another version of Gatehouse')
        others = challenge.data.nonce
        return framed.send({ t: 'proof', mac: macOf(token, role, own, others) })
      }
      const proof = proofSchema.safeParse(message)
      const expected = Buffer.from(macOf(token, role === 'guard' ? 'console' : 'guard', others, own), 'hex')
      if (!proof.success || !timingSafeEqual(Buffer.from(proof.data.mac, 'hex'), expected))
        return framed.destroy('the other end does not have the token')
      cancel()
      proven = true
      framed.allow(mostFrameBytes)
      framed.receive(null)
      resolve(framed)
    })
  })
