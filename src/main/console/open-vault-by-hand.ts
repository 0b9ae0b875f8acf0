/** Opens the vault without a console: from its place, or with what a person types. */
import { Secret } from '../../ports/secret.ts'
import { GatehouseError } from '../../shared/errors.ts'
import type { KeyRing } from '../features/vault/key-ring.ts'
import type { KeysService } from '../features/vault/keys.service.ts'
import type { Recovery } from '../features/vault/recovery.service.ts'
import type { Terminal } from './terminal.ts'

interface OpenedBy {
  /** For the log: a place, `recovery key`, or whose password. */
  with: string
  /** The password, where it was one. */
  secret: Secret | null
}

export interface OpenByHandOptions {
  keys: KeysService
  recovery: Recovery
  /** Where the master key lies in key slots: whose password is worth trying. */
  slotHolders: { id: string; name: string }[]
  terminal: Terminal
}

const tries = 5

const sentenceOf = (error: unknown): string => {
  if (error instanceof GatehouseError) return error.message
  throw error
}

/** Null: it stays shut. */
export const openVaultByHand = async ({ keys, recovery, slotHolders, terminal }: OpenByHandOptions): Promise<OpenedBy | null> => {
  const state = keys.state()
  if (state.kind === 'open') return { with: keys.place(), secret: null }

  const byPassword = async (typed: string): Promise<(OpenedBy & { ring: KeyRing }) | null> => {
    for (const { id, name } of slotHolders) {
      const ring = await keys.unwrap(id, typed).catch((error: unknown) => void sentenceOf(error))
      if (ring) return { ring, with: name, secret: new Secret(typed) }
    }
    return null
  }

  /** The ring, or why there is none. */
  const openWith = async (typed: string): Promise<(OpenedBy & { ring: KeyRing }) | string> => {
    let sentence: string
    try {
      const ring = recovery.ringOf(typed)
      if (ring) return { ring, with: 'recovery key', secret: null }
      sentence = 'This is not the recovery key of this vault. A key that was printed before another one was made is void.'
    } catch (error) {
      sentence = sentenceOf(error)
    }
    if (slotHolders.length === 0) return sentence
    return (await byPassword(typed)) ?? 'This opens nothing: it is neither the recovery key nor the password of one of them.'
  }

  const hasRecoveryKey = recovery.createdAtMs() !== null
  const names = slotHolders.map(({ name }) => name).join(', ')
  const wanted = [...(hasRecoveryKey ? ['the recovery key'] : []), ...(slotHolders.length > 0 ? [`the password of ${names}`] : [])]
  terminal.say(state.kind === 'unavailable' ? state.reason : 'The vault is sealed: its master key is wrapped by passwords alone.')
  if (wanted.length === 0) return null
  for (let time = 0; time < tries; time++) {
    const typed = await terminal.askSecret(`Enter ${wanted.join(', or ')} (nothing to give up): `)
    if (!typed) return null
    const opened = await openWith(typed)
    if (typeof opened === 'string') {
      terminal.say(opened)
      continue
    }
    keys.openWith(opened.ring)
    return opened
  }
  return null
}
