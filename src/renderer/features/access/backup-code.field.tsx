/** A backup code as it is typed, sent and refused, wherever one stands in for the authenticator. */
import { useState, type FormEvent } from 'react'
import { TextField } from '../../ui/text-field.tsx'
import { useRefusal } from './use-refusal.ts'

interface BackupCodeEntry {
  typed: string
  setTyped: (typed: string) => void
  busy: boolean
  error: string | null
  inputRef: ReturnType<typeof useRefusal>['inputRef']
  submit: (event: FormEvent) => void
}

/** `instead`: where to go instead of telling a refusal here. Once a code is accepted the field stays busy. */
export const useBackupCodeEntry = (
  send: (backupCode: string) => Promise<void>,
  instead?: (error: unknown) => (() => void) | undefined,
): BackupCodeEntry => {
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const { inputRef, error, refuse, clear } = useRefusal()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const backupCode = typed.trim()
    if (backupCode === '' || backupCode.length > 64)
      return refuse(backupCode ? 'A backup code is much shorter than that.' : 'Enter a backup code.')
    setBusy(true)
    clear()
    try {
      await send(backupCode)
    } catch (thrown) {
      const elsewhere = instead?.(thrown)
      if (elsewhere) return elsewhere()
      setBusy(false)
      refuse({ error: thrown })
    }
  }
  return { typed, setTyped, busy, error, inputRef, submit: (event) => void submit(event) }
}

export const BackupCodeField = ({ typed, setTyped, error, inputRef }: BackupCodeEntry) => (
  <TextField
    ref={inputRef}
    label="Backup code"
    error={error}
    value={typed}
    onChange={(event) => setTyped(event.target.value)}
    autoComplete="off"
    autoCapitalize="off"
    autoFocus
    mono
  />
)
