/** The dialog over the consumers that is about issuers of tokens, as the address says. */
import type { Issuer } from '../../../shared/issuer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import type { ConsumersSearch } from './consumers-search.ts'
import { editPolicy, problemSentence } from './guard-acts.ts'
import { IssuerDialog } from './issuer.dialog.tsx'
import { TestTokenDialog } from './test-token.dialog.tsx'

const DeleteIssuerDialog = ({ policy, issuer, onClose }: { policy: Policy; issuer: Issuer; onClose: () => void }) => (
  <AskDialog
    title={`Delete the issuer “${issuer.name}”?`}
    text="Its tokens are refused at once where somebody must be known. Undo brings it back."
    keep="Keep it"
    run="Delete the issuer"
    act={() => editPolicy(policy.revision, [{ kind: 'remove-issuer', id: issuer.id }], `“${issuer.name}” was deleted`)}
    tell={problemSentence}
    onClose={onClose}
  />
)

interface IssuerDialogsProps {
  policy: Policy
  search: ConsumersSearch
  mayWrite: boolean
  onClose: () => void
}

export const IssuerDialogs = ({ policy, search: { dialog, issuer: id }, mayWrite, onClose }: IssuerDialogsProps) => {
  if (dialog === 'token') return <TestTokenDialog policy={policy} onClose={onClose} />
  if (!mayWrite) return null
  if (dialog === 'add-issuer') return <IssuerDialog policy={policy} issuer={null} onClose={onClose} />
  const issuer = policy.issuers.find((one) => one.id === id)
  if (!issuer) return null
  if (dialog === 'change-issuer') return <IssuerDialog key={id} policy={policy} issuer={issuer} onClose={onClose} />
  return dialog === 'delete-issuer' ? <DeleteIssuerDialog policy={policy} issuer={issuer} onClose={onClose} /> : null
}
