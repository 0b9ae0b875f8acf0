/** The form of a contact point, with its test message. */
import type { ContactPoint } from '../../../shared/contract/notifications.ts'
import { client } from '../../api/client.ts'
import { useTestedForm } from '../../api/use-tested-form.ts'
import { toastDone } from '../../ui/toast.tsx'
import { renewNotifications } from './alert-queries.ts'
import {
  contactPointDraftOf,
  contactPointFieldOf,
  newContactPoint,
  readContactPoint,
  type ContactPointDraft,
} from './contact-point-draft.ts'

const keepsSecret = (seen: ContactPoint | null, draft: ContactPointDraft): boolean =>
  seen?.hasSecret === true && seen.channel.kind === draft.kind

/** `point` null: a new one. */
export const useContactPointForm = (point: ContactPoint | null, onDone: () => void) => {
  const form = useTestedForm({
    of: point,
    begin: () => (point ? contactPointDraftOf(point) : newContactPoint),
    read: (draft, seen) => readContactPoint(draft, keepsSecret(seen, draft)),
    fieldOf: (coreField, { kind }) => contactPointFieldOf(coreField, kind),
    list: () => client.notifications.contactPoints(),
    test: (given, seen) => client.notifications.test({ ...given, id: seen?.id ?? null }),
    save: async (given, seen) => {
      const { name } = await (seen
        ? client.notifications.changeContactPoint({ ...given, id: seen.id, version: seen.version })
        : client.notifications.createContactPoint(given))
      toastDone({ title: seen ? `“${name}” was changed` : `“${name}” is told from now on` })
      void renewNotifications()
      onDone()
    },
  })
  return {
    ...form,
    change: (part: Partial<ContactPointDraft>) => form.change({ ...form.draft, ...part }),
    hasSecret: keepsSecret(form.seen, form.draft),
  }
}
export type ContactPointForm = ReturnType<typeof useContactPointForm>
