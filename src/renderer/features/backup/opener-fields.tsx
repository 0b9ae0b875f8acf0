/** What opens a backup, as one types it: the passphrase, the printed recovery key, or the vault of this console. */
import type { Ref } from 'react'
import type { BackupOpener } from '../../../shared/contract/backup.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { openerNames, type OpenerKind } from './backup-words.ts'

/** What was typed for each stays while one looks at another. */
export interface OpenerDraft {
  kind: OpenerKind
  passphrase: string
  recoveryKey: string
}

/** What needs no typing first. */
const handiest: readonly OpenerKind[] = ['this-vault', 'passphrase', 'recovery-key']
export const emptyOpener = (kinds: readonly OpenerKind[], first?: OpenerKind): OpenerDraft => ({
  kind: first ?? handiest.find((kind) => kinds.includes(kind)) ?? 'passphrase',
  passphrase: '',
  recoveryKey: '',
})

/** As the core takes it, or what is missing. */
export const openerOf = ({ kind, passphrase, recoveryKey }: OpenerDraft): BackupOpener | { missing: string } => {
  if (kind === 'this-vault') return { kind }
  if (kind === 'passphrase') return passphrase === '' ? { missing: 'Enter the passphrase of the backup.' } : { kind, passphrase }
  return recoveryKey.trim() === '' ? { missing: 'Enter the recovery key.' } : { kind, recoveryKey: recoveryKey.trim() }
}

interface OpenerFieldsProps {
  kinds: readonly OpenerKind[]
  draft: OpenerDraft
  onChange: (draft: OpenerDraft) => void
  error: string | null
  inputRef: Ref<HTMLInputElement>
  busy: boolean
}

export const OpenerFields = ({ kinds, draft, onChange, error, inputRef, busy }: OpenerFieldsProps) => (
  <div className="grid gap-4">
    {kinds.length > 1 && (
      <div className="grid justify-items-start gap-1">
        <span className="text-small font-strong">Open it with</span>
        <Segments
          label="Open it with"
          value={draft.kind}
          options={kinds.map((kind) => ({ value: kind, label: openerNames[kind] }))}
          onChange={(kind) => onChange({ ...draft, kind })}
          disabled={busy}
        />
      </div>
    )}
    {draft.kind === 'passphrase' && (
      <PasswordField
        ref={inputRef}
        kind="passphrase"
        label="Passphrase of the backup"
        help="The one that was chosen when it was made. It is no password of a user."
        error={error}
        value={draft.passphrase}
        onChange={(event) => onChange({ ...draft, passphrase: event.target.value })}
        autoComplete="off"
        autoFocus
        readOnly={busy}
        required
      />
    )}
    {draft.kind === 'recovery-key' && (
      <TextField
        ref={inputRef}
        label="Recovery key"
        help="Of the console that made the backup. Nine groups of four letters and digits; spaces and dashes do not matter."
        error={error}
        mono
        value={draft.recoveryKey}
        onChange={(event) => onChange({ ...draft, recoveryKey: event.target.value })}
        autoComplete="off"
        autoCapitalize="characters"
        autoFocus
        readOnly={busy}
        required
      />
    )}
    {draft.kind === 'this-vault' && (
      <div>
        <p className="text-2">Nothing is to be typed: this console made it, and its vault opens it while it is open.</p>
        {error && (
          <p role="alert" className="text-small text-critical">
            {error}
          </p>
        )}
      </div>
    )}
  </div>
)
