/** Answers the procedures of settings. */
import type { settingsContract } from '../../../shared/contract/settings.ts'
import type { Handlers } from '../handlers.ts'
import type { Settings } from './settings.service.ts'

export const settingsHandlers = (settings: Settings): Handlers<typeof settingsContract> => ({
  list: async () => settings.list(),
  change: async ({ input, by, session }) => settings.change(by, session!.user.role, input.key, input.value, input.version),
  history: async () => settings.history(),
  undo: async ({ input, by, session }) => settings.undo(by, session!.user.role, input.changeId),
})
