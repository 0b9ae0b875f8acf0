/** Whether the key still holds at its provider: what it said when it was last asked, and the button that asks. Nothing is asked by itself. */
import { useMutation } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import type { KeyCheck, VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { canBeChecked, resultNames, resultSeverities } from './check-words.ts'
import { renewVault, type VaultActs } from './vault-queries.ts'

export const useCheckKey = (key: { id: string; label: string }) => {
  const { mutate, isPending } = useMutation(
    orpc.vault.check.mutationOptions({
      onError: (error) => toastProblem({ title: `“${key.label}” was not checked`, text: describeProblem(error).sentence }),
      onSettled: renewVault,
    }),
  )
  return { check: () => mutate({ id: key.id }), busy: isPending }
}

const Result = ({ of: { result, sentence, checkedAtMs, checkedBy, known } }: { of: KeyCheck }) => {
  const severity = resultSeverities[result]
  return (
    <div role="status" className="grid gap-1">
      <p className="flex flex-wrap items-center gap-x-2">
        {severity ? (
          <SeverityLabel severity={severity} look="badge">
            {resultNames[result]}
          </SeverityLabel>
        ) : (
          <Badge live>{resultNames[result]}</Badge>
        )}
        <span className="text-2">
          checked <RelativeTime atMs={checkedAtMs} /> by {checkedBy}
        </span>
      </p>
      <p>{sentence}</p>
      {known && known.result !== result && (
        <p className="text-2">
          Before, it was {known.result} <RelativeTime atMs={known.atMs} />.
        </p>
      )}
    </div>
  )
}

/** Whom a check asks, or why it asks nobody. */
const whomWords = ({ checkHost, checkAddress }: VaultKeyDetail, mayReveal: boolean): ReactNode => {
  if (checkHost !== null)
    return `Sends the key to ${checkHost}, in a header over TLS, when you press this and never by itself. The audit log knows.`
  if (!checkAddress.taken) return 'Keys of this kind only sign or open something here: there is nobody to ask whether they hold.'
  return mayReveal
    ? 'Nobody is known here who could be asked about keys of this provider. Give the address of something that takes the key.'
    : 'Nobody is known here who could be asked about this key. An administrator can give an address.'
}

interface CheckSectionProps {
  of: VaultKeyDetail
  acts: VaultActs
  checking: ReturnType<typeof useCheckKey>
  onAddress: () => void
}

export const CheckSection = ({ of: key, acts, checking, onAddress }: CheckSectionProps) => {
  const over = key.state.kind === 'revoked' || key.state.kind === 'deleted'
  if (over && !key.check) return null
  const { taken, url } = key.checkAddress
  return (
    <PanelSection title="At its provider">
      <div className="grid gap-3">
        {key.check ? <Result of={key.check} /> : <p className="text-2">This version was never checked.</p>}
        {!over && (
          <>
            {((acts.mayWrite && key.checkHost !== null) || (taken && acts.mayReveal)) && (
              <div className="flex flex-wrap gap-2">
                {acts.mayWrite && key.checkHost !== null && (
                  <Button onClick={checking.check} busy={checking.busy} disabled={acts.closed !== null || !canBeChecked(key)}>
                    {!checking.busy && <ShieldCheck aria-hidden />}
                    Check this key
                  </Button>
                )}
                {taken && acts.mayReveal && (
                  <Button look={url === null ? undefined : 'quiet'} onClick={onAddress} disabled={acts.closed !== null}>
                    {url === null ? 'Give an address…' : 'Change the address…'}
                  </Button>
                )}
              </div>
            )}
            <p className="text-small text-2">{whomWords(key, acts.mayReveal)}</p>
          </>
        )}
      </div>
    </PanelSection>
  )
}
