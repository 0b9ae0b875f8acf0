/** The dialogs that change the open key. */
import { useQuery } from '@tanstack/react-query'
import { CheckAddressDialog } from './check-address.dialog.tsx'
import { EditKeyDialog } from './edit-key.dialog.tsx'
import { RevokeKeyDialog } from './revoke-key.dialog.tsx'
import { RotateKeyDialog } from './rotate-key.dialog.tsx'
import { keyOptions } from './vault-queries.ts'

/** Each takes the key as it is when it opens. */
export const KeyDialogs = ({ id, dialog, onClose }: { id: string; dialog: string; onClose: () => void }) => {
  const key = useQuery(keyOptions(id)).data
  if (!key || key.state.kind === 'deleted') return null
  if (dialog === 'edit') return <EditKeyDialog of={key} onClose={onClose} />
  if (dialog === 'revoke') return <RevokeKeyDialog of={key} onClose={onClose} />
  if (dialog === 'check-address') return <CheckAddressDialog of={key} onClose={onClose} />
  return <RotateKeyDialog of={key} onClose={onClose} />
}
