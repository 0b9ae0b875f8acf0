/** A master key given by the operator: GATEHOUSE_MASTER_KEY_FILE (mode 0600) or GATEHOUSE_MASTER_KEY, base64 of 32 bytes. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { Secret } from '../../../ports/secret.ts'

export interface GivenMasterKey {
  place: 'file' | 'environment'
  key: Secret<Uint8Array>
}

/** The key that was given cannot be used; `message` says why, without the key. */
export class BadMasterKey extends Error {
  override name = 'BadMasterKey'
}

const theFile = 'The file that GATEHOUSE_MASTER_KEY_FILE names'
/** Room for a key and its line end, and no more: a wrong path must not be read whole. */
const largestFileBytes = 1024

const decode = (text: string, where: string): Secret<Uint8Array> => {
  const trimmed = text.trim()
  const bytes = Buffer.from(trimmed, 'base64')
  if (!/^[A-Za-z0-9+/]{43}=$/.test(trimmed) || bytes.length !== 32)
    throw new BadMasterKey(`${where} must hold 32 bytes in base64 (44 characters). Make one with: openssl rand -base64 32`)
  return new Secret(new Uint8Array(bytes))
}

/** What is judged is what is read: one open file, not a path twice. A pipe does not keep the start waiting. */
const readPrivateFile = (path: string): string => {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const found = fstatSync(file)
    if (!found.isFile() || found.size > largestFileBytes) throw new BadMasterKey(`${theFile} is not a small file with a key in it.`)
    const mode = found.mode & 0o777
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new BadMasterKey(`${theFile} can be read by others (mode ${mode.toString(8)}). Make it 600: chmod 600 FILE`)
    }
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

const readFile = (path: string): string => {
  try {
    return readPrivateFile(path)
  } catch (error) {
    throw error instanceof BadMasterKey ? error : new BadMasterKey(`${theFile} cannot be read.`)
  }
}

/**
 * Takes both variables out of `environment` at once, so that no child process inherits them. Null where neither is set.
 * One that is set and empty is refused: whoever set it did not mean the key to lie elsewhere.
 */
export const takeGivenMasterKey = (environment: NodeJS.ProcessEnv): GivenMasterKey | null => {
  const path = environment.GATEHOUSE_MASTER_KEY_FILE
  const value = environment.GATEHOUSE_MASTER_KEY
  delete environment.GATEHOUSE_MASTER_KEY_FILE
  delete environment.GATEHOUSE_MASTER_KEY
  if (path !== undefined && value !== undefined)
    throw new BadMasterKey('Both GATEHOUSE_MASTER_KEY_FILE and GATEHOUSE_MASTER_KEY are set. Set one.')
  if (value !== undefined) return { place: 'environment', key: decode(value, 'GATEHOUSE_MASTER_KEY') }
  if (path === undefined) return null
  return { place: 'file', key: decode(readFile(path), theFile) }
}
