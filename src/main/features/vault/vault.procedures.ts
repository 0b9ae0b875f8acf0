/** Procedures of the vault. What a caller must have, a fresh code included, was checked before: see the contract. */
import type { vaultContract } from '../../../shared/contract/vault.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Call, Handlers, OpenSession } from '../handlers.ts'
import type { Vault } from './vault.service.ts'

const sessionOf = (call: Call<unknown>): OpenSession => {
  if (!call.session) throw new GatehouseError('NOT_SIGNED_IN', 'Sign in first.', {})
  return call.session
}

export const vaultHandlers = ({ apiKeys, reveals, imports, exports, checks, reminders }: Vault): Handlers<typeof vaultContract> => ({
  list: async ({ input }) => apiKeys.list(input.deleted),
  get: async ({ input }) => apiKeys.get(input.id),
  recognise: async ({ input }) => apiKeys.recognise(input.text),
  add: ({ by, input }) => apiKeys.add(by, input),
  edit: ({ by, input }) => apiKeys.edit(by, input, input),
  reveal: (call) => reveals.reveal(call.by, sessionOf(call), call.input),
  hide: async (call) => ({ shownMs: await reveals.hide(sessionOf(call), call.input.revealId) }),
  rotate: ({ by, input }) => apiKeys.rotate(by, input, input),
  endOverlap: ({ by, input }) => apiKeys.endOverlap(by, input),
  revoke: ({ by, input }) => apiKeys.revoke(by, input),
  remove: ({ by, input }) => apiKeys.remove(by, input),
  restore: ({ by, input }) => apiKeys.restore(by, input),
  check: ({ by, input }) => checks.check(by, input.id),
  setCheckAddress: async ({ by, input }) => {
    await checks.setAddress(by, input, input.url)
    return apiKeys.view(input.id)
  },
  reminders: async () => reminders.list(),
  dismissReminder: async ({ by, input }) => {
    await reminders.dismiss(by, input)
    return {}
  },
  previewImport: async (call) => imports.preview(sessionOf(call), call.input.source),
  import: (call) => imports.import(call.by, sessionOf(call), call.input),
  export: (call) => exports.export(call.by, sessionOf(call), call.input.ids),
})
