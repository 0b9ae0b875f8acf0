/** A keychain whose entries lie in a map or a file, and whose every call can be made to fail, to lie or to end the process. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { KeychainUnavailable } from '../../ports/keychain.ts'
import type { Keychain } from '../../ports/keychain.ts'

/** What becomes of one call: `before` its effect or `after` it fails; a read that `lies` gives back something else. */
export type Fate = 'well' | 'before' | 'after' | 'lies'

export interface Entries {
  get(name: string): string | undefined
  set(name: string, secret: string): unknown
  delete(name: string): unknown
}

export const entriesInFile = (path: string): Entries & { names(): string[] } => {
  const all = (): Record<string, string> => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {})
  const keep = (entries: Record<string, string>) => writeFileSync(path, JSON.stringify(entries), { mode: 0o600 })
  return {
    get: (name) => all()[name],
    set: (name, secret) => keep({ ...all(), [name]: secret }),
    delete: (name) => keep(Object.fromEntries(Object.entries(all()).filter(([one]) => one !== name))),
    names: () => Object.keys(all()),
  }
}

/** `fateOf` is asked at each call; it may not come back. */
export const createSteppedKeychain = (
  entries: Entries,
  fateOf: (call: 'read' | 'write' | 'remove', when: 'before' | 'after') => Fate,
): Keychain => {
  const call = async <T>(kind: 'read' | 'write' | 'remove', effect: () => T, lie?: T): Promise<T> => {
    const before = fateOf(kind, 'before')
    if (before === 'before') throw new KeychainUnavailable('The keychain is locked.')
    const value = effect()
    const fate = before === 'well' ? fateOf(kind, 'after') : before
    if (fate === 'after') throw new KeychainUnavailable('The keychain is gone.')
    return fate === 'lies' && lie !== undefined ? lie : value
  }
  return {
    read: (name) => call('read', () => entries.get(name) ?? null, 'c29tZXRoaW5nIGVsc2U='),
    write: (name, secret) => call('write', () => void entries.set(name, secret)),
    remove: (name) => call('remove', () => void entries.delete(name)),
  }
}
