/** Tells of a token what it says, and whether it would be let in. It goes to the guard alone and is kept nowhere. */
import { useState, type FormEvent } from 'react'
import type { JudgedToken } from '../../../shared/issuer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { client } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { Well } from '../../ui/well.tsx'
import { readable, verdictWords } from './issuer-words.ts'

const formId = 'test-token'
const severities = { good: 'info', refused: 'high', stranger: 'medium', unknowable: 'medium' } as const

const Judged = ({ judged, policy }: { judged: JudgedToken; policy: Policy }) => {
  const nameOf = (among: readonly { id: string; name: string }[], id: string) => among.find((one) => one.id === id)?.name ?? id
  const facts = [
    ...(judged.issuer === null ? [] : [{ name: 'Issuer', value: nameOf(policy.issuers, judged.issuer) }]),
    ...(judged.consumer === null ? [] : [{ name: 'Comes in as', value: nameOf(policy.consumers, judged.consumer) }]),
    ...(judged.verdict === 'good'
      ? [{ name: 'May do', value: judged.scopes.includes('*') ? 'Everything' : judged.scopes.join(', ') || 'Nothing that takes a scope' }]
      : []),
    ...(judged.untilMs === null ? [] : [{ name: 'Until', value: <Timestamp atMs={judged.untilMs} /> }]),
  ]
  return (
    <div className="grid gap-4">
      <div role="status">
        <Notice severity={severities[judged.verdict]}>
          <p>{verdictWords(judged)}</p>
        </Notice>
      </div>
      {facts.length > 0 && <Facts facts={facts} />}
      {judged.header !== null && judged.claims !== null && (
        <div className="grid gap-1">
          <h3 className="text-small font-strong">What it says</h3>
          <div tabIndex={0} role="region" aria-label="What the token says" className="max-h-48 overflow-auto">
            <Well>{`${readable(judged.header)}\n${readable(judged.claims)}`}</Well>
          </div>
          {judged.verdict !== 'good' && <p className="text-small text-2">Whoever made it can write anything there: it need not be true.</p>}
        </div>
      )}
    </div>
  )
}

export const TestTokenDialog = ({ policy, onClose }: { policy: Policy; onClose: () => void }) => {
  const [token, setToken] = useState('')
  const [judged, setJudged] = useState<JudgedToken | null>(null)
  const act = useAct()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const text = token.trim().replace(/^Bearer\s+/i, '')
    if (text === '') return act.refuse('Paste a token first.')
    setJudged(null)
    void act.run(async () => setJudged(await client.guard.judgeToken({ token: text })))
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Test a token"
      text="The guard says what it would do with it now. The token is used for this alone, and neither kept nor logged."
      foot={
        <>
          <Button tall onClick={onClose}>
            Close
          </Button>
          <Button tall look="primary" type="submit" form={formId} busy={act.busy}>
            Test it
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <TextArea
          label="Token"
          mono
          rows={4}
          placeholder="eyJ…"
          value={token}
          error={act.problem}
          maxLength={16_384}
          onChange={(event) => setToken(event.target.value)}
          spellCheck={false}
          autoComplete="off"
        />
        {judged && <Judged judged={judged} policy={policy} />}
      </form>
    </Dialog>
  )
}
