/** The dialog that the address of the settings names. */
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { ImportDialog } from './import.dialog.tsx'
import { ReviewDialog } from './review.dialog.tsx'
import { dialogOf, type SettingsSearch } from './settings-search.ts'

export const SettingsDialogs = ({ search, onClose }: { search: SettingsSearch; onClose: () => void }) => {
  const profiles = useQuery(orpc.settings.profiles.queryOptions()).data
  const dialog = dialogOf(search)
  switch (dialog?.kind) {
    case 'import':
      return <ImportDialog onClose={onClose} />
    case 'profile': {
      const profile = profiles?.find(({ name }) => name === dialog.profile)
      if (!profile) return null
      return (
        <ReviewDialog
          title={`Profile ${profile.title}`}
          text={`${profile.description} What is kept, and for how long, is in no profile.`}
          source={{ kind: 'profile', profile: dialog.profile }}
          done={`${profile.title} applied`}
          onClose={onClose}
        />
      )
    }
    case 'undo':
      return (
        <ReviewDialog
          title="Undo an earlier change"
          text="What going back to the values before it would set now."
          source={dialog}
          done="Set back"
          onClose={onClose}
        />
      )
    case undefined:
      return null
  }
}
