/** Changes which proxies before the guard are believed. */
import { useState } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import { networkSchema } from '../../../shared/policy-parts.ts'
import { TextArea } from '../../ui/text-area.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { readWords } from './typed-values.ts'

export const ProxiesDialog = ({ policy, onClose }: { policy: Policy; onClose: () => void }) => {
  const [text, setText] = useState(policy.trustedProxies.join('\n'))
  const [tried, setTried] = useState(false)
  const act = useAct()
  const read = readWords(networkSchema, text, 200)
  const edits = read.ok ? [{ kind: 'set-trusted-proxies' as const, networks: read.value }] : null
  const checks = useEditChecks(policy.revision, edits)
  const submit = () => {
    setTried(true)
    if (!edits) return
    void act.run(() => editPolicy(policy.revision, edits, 'The trusted proxies were changed')).then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title="Change the trusted proxies"
      text="What these say about the caller’s address is believed. Name only proxies of your own: whoever is named here can call under any address."
      save="Save changes"
      act={act}
      subject={policy.trustedProxies}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextArea
        label="Addresses and networks"
        help="One on each line, such as 10.0.0.7 or 10.0.0.0/8."
        error={tried && !read.ok ? read.sentence : null}
        rows={6}
        mono
        placeholder="None"
        value={text}
        onChange={(event) => setText(event.target.value)}
        spellCheck={false}
        autoComplete="off"
      />
    </PolicyDialog>
  )
}
