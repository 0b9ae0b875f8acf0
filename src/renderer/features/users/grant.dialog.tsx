/** Shows the code of an invitation or of a reset this once, and says what to do with it. */
import { useEffect, useState } from 'react'
import type { Invitation, InvitationGrant } from '../../../shared/contract/users.ts'
import { onDesktop } from '../../api/host.ts'
import { Button } from '../../ui/button.tsx'
import { copyHeldText } from '../../ui/copy-held-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { HeldTextField } from '../../ui/held-text-field.tsx'
import { holdText, type HeldText } from '../../ui/held-text.ts'
import { Notice } from '../../ui/notice.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'

/** The link is for a browser; the desktop window has no address that could be opened from outside. */
export interface HeldGrant {
  invitation: Invitation
  code: HeldText
  link: HeldText | null
}

export const holdGrant = ({ invitation, code }: InvitationGrant): HeldGrant => ({
  invitation,
  code: holdText(code),
  link: onDesktop ? null : holdText(`${location.origin}/#invitation=${code}`),
})

const Shown = ({ held, what }: { held: HeldText; what: 'link' | 'code' }) => (
  <div className="grid gap-1">
    <div className="flex items-end justify-between">
      <span className="text-small font-strong">{what === 'link' ? 'Link' : 'Code'}</span>
      <Button look="text" onClick={() => void copyHeldText(held, what)} aria-label={`Copy the ${what}`}>
        Copy
      </Button>
    </div>
    <HeldTextField held={held} label={what === 'link' ? 'Link' : 'Code'} />
  </div>
)

/** Closes only by its button: what is shown once must not vanish by a stray key. */
export const GrantDialog = ({ grant, onDone }: { grant: HeldGrant; onDone: () => void }) => {
  const [asked, setAsked] = useState(false)
  const { invitation, code, link } = grant
  const { name, kind, expiresAtMs } = invitation
  // Also where the window locks, or shows something else, meanwhile.
  useEffect(
    () => () => {
      code.wipe()
      link?.wipe()
    },
    [code, link],
  )
  const purpose = kind === 'invite' ? 'sets a password and enrols an authenticator' : 'chooses another password'
  return (
    <Dialog
      open
      wide
      onClose={() => setAsked(true)}
      title={kind === 'invite' ? `Pass this on to ${name}` : `Pass this on to ${name}, for a new password`}
      text={`With it ${name} ${purpose}; you never learn either. Hand it over in person, or by a message that nobody else reads.`}
      foot={
        <Button tall look="primary" onClick={onDone}>
          I have passed it on
        </Button>
      }
    >
      <Notice severity={asked ? 'high' : 'medium'} alert={asked}>
        <p>
          It is shown this once, works once, and ends <RelativeTime atMs={expiresAtMs} />. If it is lost, make a new code under Invitations.
        </p>
      </Notice>
      {link && <Shown held={link} what="link" />}
      <Shown held={code} what="code" />
      <p className="text-2">
        {link && 'The link opens in a browser on this machine, or through a tunnel to it. '}
        {link ? 'In a console that is open already, the' : 'The'} code goes to “I have an invitation” on the sign-in screen.
      </p>
    </Dialog>
  )
}
