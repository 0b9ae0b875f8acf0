/** Answers the procedures of settings. */
import type { settingsContract } from '../../../shared/contract/settings.ts'
import type { Downloads, Handlers } from '../handlers.ts'
import type { Settings } from './settings.service.ts'

export const settingsHandlers = (settings: Settings, downloads: Downloads): Handlers<typeof settingsContract> => ({
  list: async () => settings.list(),
  change: async ({ input, by, user }) => settings.change(by, user!.permissions, input.key, input.value, input.version),
  history: async ({ input }) => settings.history(input),
  undo: async ({ input, by, user }) => settings.undo(by, user!.permissions, input.id),
  profiles: async () => settings.profiles(),
  review: async ({ input }) => settings.review(input.source),
  apply: async ({ input, by, user }) => settings.apply(by, user!.permissions, input.source, input.versions),
  export: async ({ input, session }) => {
    const { text, settings: count } = settings.textOf(input.what)
    const fileName = 'settings.json'
    const { url } = await downloads.create({ sessionId: session!.id, fileName, contentType: 'application/json', body: text })
    return { url, fileName, settings: count }
  },
})
