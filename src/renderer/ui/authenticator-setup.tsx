/** Moving a secret into an authenticator: the QR code, the same as text, and the place for the first code. */
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import { QrCode } from './qr-code.tsx'
import { Well } from './well.tsx'

/** `JBSW Y3DP EHPK 3PXP`, as people read letters to each other. */
export const groupByFour = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? ''

interface AuthenticatorSetupProps {
  qr: readonly (readonly boolean[])[]
  secret: string
  /** Heading and field of the second step. */
  children: ReactNode
}

export const AuthenticatorSetup = ({ qr, secret, children }: AuthenticatorSetupProps) => (
  <div className="flex flex-wrap gap-8">
    <QrCode rows={qr} label="QR code for your authenticator app" />
    <div className="grid min-w-72 flex-1 content-start gap-6">
      <div className="grid gap-1">
        <h2>1. Scan with your authenticator</h2>
        <p className="text-2">Or type this secret into it:</p>
        <Well after={<CopyButton text={secret} name="Copy secret" />}>
          <span className="block max-w-[19.5ch] select-all">{groupByFour(secret)}</span>
        </Well>
      </div>
      <div className="grid justify-items-start gap-1">{children}</div>
    </div>
  </div>
)
