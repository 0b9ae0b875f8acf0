/** A master key given by the operator: GATEHOUSE_MASTER_KEY_FILE (mode 0600) or GATEHOUSE_MASTER_KEY, base64 of 32 bytes. */
import { readFileSync, statSync } from 'node:fs'
import { Secret } from '../../../ports/secret.ts'

export interface GivenMasterKey {
  place: 'file' | 'environment'
  key: Secret<Uint8Array>
}

/** The key that was given cannot be used; `message` says why, without the key. */
export class BadMasterKey extends Error {
  override name = 'BadMasterKey'
}

const decode = (text: string, where: string): Secret<Uint8Array> => {
  const trimmed = text.trim()
  const bytes = Buffer.from(trimmed, 'base64')
  if (!/^[A-Za-z0-9+/]{43}=$/.test(trimmed) || bytes.length !== 32)
    throw new BadMasterKey(`${where} must hold 32 bytes in base64 (44 characters). Make one with: openssl rand -base64 32`)
  return new Secret(new Uint8Array(bytes))
}

/** Takes both variables out of `environment` at once, so that no child process inherits them. Null where neither is set. */
export const takeGivenMasterKey = (environment: NodeJS.ProcessEnv): GivenMasterKey | null => {
  const path = environment.GATEHOUSE_MASTER_KEY_FILE
  const value = environment.GATEHOUSE_MASTER_KEY
  delete environment.GATEHOUSE_MASTER_KEY_FILE
  delete environment.GATEHOUSE_MASTER_KEY
  if (path && value) throw new BadMasterKey('Both GATEHOUSE_MASTER_KEY_FILE and GATEHOUSE_MASTER_KEY are set. Set one.')
  if (value) return { place: 'environment', key: decode(value, 'GATEHOUSE_MASTER_KEY') }
  if (!path) return null
  let text: string
  try {
    const mode = statSync(path).mode & 0o777
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new BadMasterKey(
        `The file that GATEHOUSE_MASTER_KEY_FILE names can be read by others (mode ${mode.toString(8)}). Make it 600: chmod 600 FILE`,
      )
    }
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof BadMasterKey) throw error
    throw new BadMasterKey('The file that GATEHOUSE_MASTER_KEY_FILE names cannot be read.')
  }
  return { place: 'file', key: decode(text, 'The file that GATEHOUSE_MASTER_KEY_FILE names') }
}
