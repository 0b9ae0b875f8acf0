/** Answers the procedures of notifications. */
import type { notificationsContract } from '../../../shared/contract/notifications.ts'
import type { Handlers } from '../handlers.ts'
import type { Notifications } from './notifications.service.ts'

export const notificationsHandlers = (notifications: Notifications): Handlers<typeof notificationsContract> => ({
  contactPoints: async ({ user }) => notifications.contactPoints(user!.permissions.includes('alerts:write')),
  createContactPoint: async ({ input, by }) => notifications.create(by, input),
  changeContactPoint: async ({ input, by }) => notifications.change(by, input),
  deleteContactPoint: async ({ input, by }) => {
    await notifications.delete(by, input)
    return {}
  },
  test: async ({ input: { id, ...given }, by, signal }) => notifications.test(by, given, id, signal),
  desktopMessages: async () => notifications.desktopMessages(),
  deliveries: async ({ input }) => notifications.deliveries(input),
  retry: async ({ input, by }) => notifications.retry(by, input.id),
})
