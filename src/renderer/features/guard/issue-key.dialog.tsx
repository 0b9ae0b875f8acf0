/** Makes an API key for a consumer and shows it this once. */
import { Copy } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { Consumer } from '../../../shared/consumer.ts'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { copyHeldText } from '../../ui/copy-held-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { HeldTextField } from '../../ui/held-text-field.tsx'
import { holdText, type HeldText } from '../../ui/held-text.ts'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { forgetUndo, useAct } from './guard-acts.ts'
import { renewGuard } from './guard-queries.ts'

const formId = 'issue-key'
const dayMs = 86_400_000
const lives = [
  { value: 'never', label: 'Never' },
  { value: '30', label: 'After 30 days' },
  { value: '90', label: 'After 90 days' },
  { value: '365', label: 'After a year' },
] as const

const Shown = ({ held, onDone }: { held: HeldText; onDone: () => void }) => (
  <>
    <Notice severity="medium">
      <p>It is shown this once. Here only its hash is kept, so nobody can show it again.</p>
    </Notice>
    <HeldTextField held={held} label="The key" />
    <footer className="mt-2 flex justify-end gap-2">
      <Button tall onClick={() => void copyHeldText(held, 'key')}>
        <Copy aria-hidden />
        Copy key
      </Button>
      <Button tall look="primary" onClick={onDone}>
        I have kept it
      </Button>
    </footer>
  </>
)

export const IssueKeyDialog = ({ consumer, onClose }: { consumer: Consumer; onClose: () => void }) => {
  const [life, setLife] = useState<(typeof lives)[number]['value']>('never')
  const [scopes, setScopes] = useState('')
  const [held, setHeld] = useState<HeldText | null>(null)
  const newest = useRef<HeldText | null>(null)
  const act = useAct()
  useEffect(() => () => newest.current?.wipe(), [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act.run(async () => {
      const wanted = scopes.split(/[\s,]+/).filter((word) => word !== '')
      const answer = await client.guard.issueKey({
        consumer: consumer.id,
        scopes: wanted.length === 0 ? null : wanted,
        expiresAtMs: life === 'never' ? null : Date.now() + Number(life) * dayMs,
      })
      forgetUndo()
      const shown = holdText(answer.key)
      newest.current = shown
      setHeld(shown)
      await renewGuard()
    })
  }
  const close = () => {
    newest.current?.wipe()
    onClose()
  }
  return (
    <Dialog
      open
      onClose={close}
      title={held ? `The key of “${consumer.name}”` : `Make a key for “${consumer.name}”`}
      text={held ? undefined : 'The consumer sends it in the header X-Api-Key, or as a bearer token.'}
      foot={
        !held && (
          <>
            <Button tall onClick={close}>
              Cancel
            </Button>
            <Button tall look="primary" type="submit" form={formId} busy={act.busy}>
              Make the key
            </Button>
          </>
        )
      }
    >
      {held ? (
        <Shown held={held} onDone={close} />
      ) : (
        <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
          <Field label="Expires">{({ id }) => <Select id={id} form value={life} options={lives} onChange={setLife} />}</Field>
          <TextField
            label="Only these scopes"
            mono
            placeholder="All of its scopes"
            value={scopes}
            onChange={(event) => setScopes(event.target.value)}
            autoComplete="off"
          />
          {act.problem && (
            <Notice severity="high" alert>
              <p>{act.problem}</p>
            </Notice>
          )}
        </form>
      )}
    </Dialog>
  )
}
