/** Verifies a kept backup: asks for what opens it, then reads all of it where one can watch. */
import { useRef, useState } from 'react'
import type { KeptBackup } from '../../../shared/contract/backup.ts'
import { client } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { emptyOpener, OpenerFields, openerOf } from './opener-fields.tsx'
import { beginWork } from './use-backup.ts'

export const VerifyBackupDialog = ({ of: { name, opensWith }, onClose }: { of: KeptBackup; onClose: () => void }) => {
  const [draft, setDraft] = useState(() => emptyOpener(opensWith))
  const act = useAct()
  const input = useRef<HTMLInputElement>(null)
  const verify = () => {
    const opener = openerOf(draft)
    if ('missing' in opener) {
      act.refuse(opener.missing)
      return input.current?.focus()
    }
    void act.run(() => beginWork(() => client.backup.verify({ name, opener }))).then((begun) => begun && onClose())
  }
  return (
    <FormDialog
      title={`Verify ${name}`}
      text="Every part is read, opened and checked. Nothing is changed; it goes on when you leave the page."
      save="Verify"
      wide={false}
      act={{ busy: act.busy, problem: null }}
      wrongField={act.problem}
      onSubmit={verify}
      onClose={onClose}
    >
      <OpenerFields kinds={opensWith} draft={draft} onChange={setDraft} error={act.problem} inputRef={input} busy={act.busy} />
    </FormDialog>
  )
}
