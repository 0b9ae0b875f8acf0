/** Opens a vault whose master key is lost or sealed away, with the printed recovery key. */
import { useState, type FormEvent } from 'react'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useRefusal } from './use-refusal.ts'

interface RecoveryKeyFormProps {
  onOpened: () => void
  onBack: () => void
}

/** Not a form element: it stands inside the form of the password. */
export const RecoveryKeyForm = ({ onOpened, onBack }: RecoveryKeyFormProps) => {
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const { inputRef, error, refuse, clear } = useRefusal({ select: false })
  const open = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy) return
    if (typed.trim() === '') return refuse('Enter the recovery key.')
    setBusy(true)
    clear()
    try {
      const { vault } = await client.masterKey.openWithRecoveryKey({ recoveryKey: typed })
      if (vault.kind !== 'open') throw new Error('The vault is still shut.')
      setTyped('')
      onOpened()
    } catch (thrown) {
      refuse({ error: thrown })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div role="group" aria-label="Open with a recovery key" className="grid gap-3">
      <TextField
        ref={inputRef}
        label="Recovery key"
        mono
        help="Nine groups of four letters and digits, as printed. Spaces and dashes do not matter."
        error={error}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          void open()
        }}
        autoComplete="off"
        autoCapitalize="characters"
        autoFocus
      />
      <div className="flex gap-2">
        <Button look="primary" onClick={() => void open()} busy={busy}>
          Open the vault
        </Button>
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  )
}
