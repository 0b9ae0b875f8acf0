/** Back up now: the passphrase twice, whether the audit log goes with it, and what nobody can do without the passphrase. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccessState, useSession } from '../../api/access.ts'
import { client, orpc } from '../../api/client.ts'
import { withStepUp } from '../../api/step-up.ts'
import { useAct } from '../../api/use-act.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { formatBytes, formatCounted } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { NewPasswordField } from '../access/new-password.field.tsx'
import { beginWork } from './use-backup.ts'

interface Problems {
  passphrase?: string
  repeated?: string
}

const LogChoice = ({ withLog, onChange }: { withLog: boolean; onChange: (withLog: boolean) => void }) => {
  const size = useQuery(orpc.audit.size.queryOptions()).data
  const about = useQuery(orpc.console.about.queryOptions()).data
  return (
    <div className="grid gap-1">
      <Checkbox checked={withLog} onChange={onChange}>
        With the audit log
      </Checkbox>
      <p className="pl-6 text-small text-2">
        {size && `${formatCounted(size.entries, 'entry', 'entries')}, which can be verified where it is restored. `}
        {about && `The database has ${formatBytes(about.databaseBytes)}, most of it the log once it has grown. `}
        Without it, the log there goes on after the newest entry, and those before are not there.
      </p>
    </div>
  )
}

interface MakeDialogProps {
  hasRecoveryKey: boolean
  /** Ticked at first: who moves takes the log along. */
  withLogAtFirst: boolean
  onClose: () => void
}

export const MakeBackupDialog = ({ hasRecoveryKey, withLogAtFirst, onClose }: MakeDialogProps) => {
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [withLog, setWithLog] = useState(withLogAtFirst)
  const [problems, setProblems] = useState<Problems>({})
  const act = useAct()
  const { name } = useSession().user
  const minLength = useAccessState().data?.passwordMinLength ?? 12
  const make = async () => {
    // Judged once more as it is sent: the meter may lag behind, and nothing else stands between a stolen file and a guess.
    const verdict = await client.access.judgePassword({ name, password: passphrase })
    if (!verdict.acceptable) return setProblems({ passphrase: verdict.reason ?? 'It is guessed too easily.' })
    await beginWork(() =>
      withStepUp(() => client.backup.make({ passphrase, withLog }), {
        title: 'Make this backup?',
        text: 'A backup holds every secret, so making one asks for a code from your authenticator.',
      }),
    )
    onClose()
  }
  const submit = () => {
    if (passphrase === '') return setProblems({ passphrase: 'Enter a passphrase.' })
    if (repeated !== passphrase) return setProblems({ repeated: repeated === '' ? 'Enter it once more.' : 'The two are not the same.' })
    setProblems({})
    void act.run(make)
  }
  return (
    <FormDialog
      title="Back up now"
      text="Vault, users, routes and settings go into one encrypted file, kept on this machine until you download it."
      save="Back up"
      wide={false}
      act={act}
      wrongField={problems.passphrase ?? problems.repeated ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <NewPasswordField
        kind="passphrase"
        label="Passphrase"
        userName={name}
        minLength={minLength}
        value={passphrase}
        error={problems.passphrase}
        onChange={(next) => {
          setPassphrase(next)
          setProblems({})
        }}
        autoFocus
      />
      <PasswordField
        kind="passphrase"
        label="Passphrase once more"
        error={problems.repeated}
        value={repeated}
        onChange={(event) => {
          setRepeated(event.target.value)
          setProblems({ ...problems, repeated: undefined })
        }}
        autoComplete="new-password"
        required
      />
      <Notice severity="medium">
        <p>
          {hasRecoveryKey
            ? 'Without the passphrase nobody can open it, save with your printed recovery key. Gatehouse keeps no copy of the passphrase.'
            : 'Without the passphrase nobody can open it on another machine, not even you. Gatehouse keeps no copy of it, and there is no recovery key.'}
        </p>
      </Notice>
      <LogChoice withLog={withLog} onChange={setWithLog} />
    </FormDialog>
  )
}
