/** The form of a destination, with its test record. */
import type { Destination } from '../../../shared/contract/forwarding.ts'
import { client } from '../../api/client.ts'
import { useTestedForm } from '../../api/use-tested-form.ts'
import { toastDone } from '../../ui/toast.tsx'
import { draftOf, isDraftField, readDraft } from './destination-draft.ts'
import { renewForwarding } from './use-forwarding.ts'

/** `destination` null: a new one. */
export const useDestinationForm = (destination: Destination | null, onDone: () => void) =>
  useTestedForm({
    of: destination,
    begin: () => draftOf(destination),
    read: (draft, seen) => readDraft(draft, seen?.hasSecret ?? false),
    fieldOf: (coreField) => {
      const field = coreField?.split('.').at(-1) ?? null
      return isDraftField(field) ? field : null
    },
    list: () => client.forwarding.list(),
    test: ({ from: _, ...given }, seen) => client.forwarding.test({ ...given, id: seen?.id ?? null }),
    save: async ({ from, ...given }, seen) => {
      const { name } = await (seen
        ? client.forwarding.change({ ...given, id: seen.id, version: seen.version })
        : client.forwarding.create({ ...given, from }))
      toastDone({ title: seen ? `“${name}” was changed` : `The log is sent to “${name}”` })
      void renewForwarding()
      onDone()
    },
  })
