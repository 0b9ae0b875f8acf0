/** Procedures of backups. What a caller must have, a fresh code included, was checked before: see the contract. */
import type { backupContract, firstRestoreContract } from '../../../shared/contract/backup.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Call, Handlers, OpenSession } from '../handlers.ts'
import { firstRestoreOwner } from './backup.service.ts'
import type { Backups } from './backup.service.ts'

const sessionOf = (call: Call<unknown>): OpenSession => {
  if (!call.session) throw new GatehouseError('NOT_SIGNED_IN', 'Sign in first.', {})
  return call.session
}

/** A file that was brought, and a plan, are of the session that brought and asked for it. */
const bringing = (backups: Backups, ownerOf: (call: Call<unknown>) => string): Omit<Handlers<typeof firstRestoreContract>, 'work'> => ({
  beginUpload: (call) => backups.uploads.begin(ownerOf(call), call.input.bytes),
  uploadChunk: (call) => backups.uploads.take(ownerOf(call), call.input.upload, call.input.offset, call.input.chunk),
  dropUpload: async (call) => {
    backups.uploads.drop(ownerOf(call), call.input.upload)
    return {}
  },
  examine: (call) => backups.examine(call.by, ownerOf(call), call.input, call.signal),
  restore: async (call) => {
    await backups.restore(call.by, ownerOf(call), call.input.ticket)
    return {}
  },
})

export const backupHandlers = (backups: Backups): Handlers<typeof backupContract> => ({
  state: async () => backups.state(),
  make: async ({ by, input }) => backups.make(by, input),
  cancel: async () => {
    await backups.cancel()
    return {}
  },
  verify: ({ by, input }) => backups.verify(by, input.name, input.opener),
  download: (call) => backups.download(call.by, sessionOf(call), call.input.name),
  remove: async ({ by, input }) => {
    await backups.remove(by, input.name)
    return {}
  },
  ...bringing(backups, (call) => sessionOf(call).id),
})

export const firstRestoreHandlers = (backups: Backups): Handlers<typeof firstRestoreContract> => {
  const handlers = bringing(backups, () => firstRestoreOwner)
  const refuseOnceSetUp = () => backups.assertFirstRestore()
  return {
    ...handlers,
    work: async () => {
      refuseOnceSetUp()
      return backups.state().work
    },
    beginUpload: (call) => {
      refuseOnceSetUp()
      return handlers.beginUpload(call)
    },
    uploadChunk: (call) => {
      refuseOnceSetUp()
      return handlers.uploadChunk(call)
    },
  }
}
