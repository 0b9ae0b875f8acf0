/** Procedures of the master key. What a caller must have was checked before: see `needs` in the contract. */
import type { ConsoleStatus } from '../../../shared/contract/console.ts'
import type { masterKeyContract } from '../../../shared/contract/master-key.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Handlers } from '../handlers.ts'
import type { MasterKeyService } from './master-key.service.ts'

export const masterKeyHandlers = (masterKey: MasterKeyService, status: () => ConsoleStatus): Handlers<typeof masterKeyContract> => ({
  get: () => masterKey.get(),
  move: async ({ by, session, input }) => {
    if (!session) throw new GatehouseError('NOT_SIGNED_IN', 'Sign in first.', {})
    return masterKey.move(by, session, input)
  },
  rotateDataKey: async ({ by }) => ({ resealed: await masterKey.rotateDataKey(by) }),
  createRecoveryKey: async ({ by }) => ({ recoveryKey: await masterKey.createRecoveryKey(by) }),
  downloadRecoveryKey: async ({ by, session, input }) => {
    if (!session) throw new GatehouseError('NOT_SIGNED_IN', 'Sign in first.', {})
    return { url: await masterKey.downloadRecoveryKey(by, session, input.recoveryKey) }
  },
  openWithRecoveryKey: async ({ by, input }) => {
    await masterKey.openWithRecoveryKey(by, input.recoveryKey)
    return status()
  },
})
