/** Issuers of tokens: whose tokens tell who calls, and how their keys are. */
import { Plus, TestTubeDiagonal } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import type { ConsumersSearch } from './consumers-search.ts'
import { useGuardState } from './guard-queries.ts'
import { IssuerRow } from './issuer-row.tsx'
import { PolicySection } from './policy-section.tsx'

export const IssuersSection = ({ mayWrite, open }: { mayWrite: boolean; open: (search: ConsumersSearch) => void }) => {
  const states = useGuardState().data?.issuers ?? []
  return (
    <PolicySection
      id="issuers"
      title="Whose tokens are believed"
      text="Callers may also come with a token (JWT) of a login that you trust. Its signature, issuer, audience and time are always checked."
      name="issuers"
      actions={({ issuers }) => (
        <>
          {issuers.length > 0 && (
            <Button onClick={() => open({ dialog: 'token' })}>
              <TestTubeDiagonal aria-hidden />
              Test a token…
            </Button>
          )}
          {mayWrite && (
            <Button onClick={() => open({ dialog: 'add-issuer' })}>
              <Plus aria-hidden />
              Add issuer
            </Button>
          )}
        </>
      )}
    >
      {(policy) =>
        policy.issuers.length === 0 ? (
          <p className="text-2">None: only API keys tell who calls.</p>
        ) : (
          <ul>
            {policy.issuers.map((issuer) => (
              <IssuerRow
                key={issuer.id}
                policy={policy}
                issuer={issuer}
                state={states.find(({ id }) => id === issuer.id) ?? null}
                mayWrite={mayWrite}
                open={open}
              />
            ))}
          </ul>
        )
      }
    </PolicySection>
  )
}
