/** A browser window that the console does not know: why, and how to open it. */
import { useState, type FormEvent } from 'react'
import { exchangeInvitation, exchangeLinkToken, type LinkState } from '../../api/host-link.ts'
import { tokenOfLink } from '../../api/link-token.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Well } from '../../ui/well.tsx'
import { InvitationCodeForm } from './invitation-code.form.tsx'
import { WayInLayout } from './way-in-layout.tsx'

type Why = Extract<LinkState, { kind: 'no-link' }>['why']

const titles: Record<Why, string> = {
  none: 'This window has no link',
  spent: 'This link was already used',
  'not-invited': 'This invitation opens nothing',
  'too-often': 'Too many wrong links',
  ended: 'The console was started anew',
  unreachable: 'The console does not answer',
}
const texts: Record<Why, string> = {
  none: 'The console opens only for who can read its terminal or its data directory. A link proves that; it works once, within five minutes.',
  spent:
    'A link works once, within five minutes. If it was not you who used it, somebody else may have seen it: print a fresh one and look into the audit log.',
  'not-invited':
    'It was used, was withdrawn, or has expired. Ask whoever invited you for a new one. If you used it yourself, you have a password and an authenticator, and open the console with a link.',
  'too-often': 'More links and codes were wrong in the last minute than anybody mistypes. Wait a minute, then try the right one.',
  ended: 'The link of this window was for the console as it ran before. A fresh link opens it again, at the page where you were.',
  unreachable: 'It may have been stopped. Start it again; it prints a link, or opens the browser by itself.',
}

const wrongCode =
  'No open invitation has this code: it was used, withdrawn, has expired, or was not copied whole. Ask whoever invited you for a new one.'

export const NoLinkPage = ({ why: first, onLink }: { why: Why; onLink: (link: LinkState) => void }) => {
  const [why, setWhy] = useState(first)
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [invited, setInvited] = useState(false)
  const openWithInvitation = async (code: string): Promise<string | null> => {
    const link = await exchangeInvitation(code)
    if (link.kind === 'no-link') return link.why === 'not-invited' ? wrongCode : texts[link.why]
    onLink(link)
    return null
  }
  if (invited)
    return (
      <WayInLayout title="Enter your invitation">
        <InvitationCodeForm onCode={openWithInvitation} onBack={() => setInvited(false)} />
      </WayInLayout>
    )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const token = tokenOfLink(text)
    if (!token) return setError('That is no link of this console. It looks like http://127.0.0.1:4280/#t=… and stands in the terminal.')
    setBusy(true)
    const link = await exchangeLinkToken(token)
    setBusy(false)
    if (link.kind === 'linked') return onLink(link)
    setError(null)
    setWhy(link.why)
  }
  return (
    <WayInLayout title={titles[why]} text={why === 'spent' ? undefined : texts[why]}>
      {why === 'spent' && (
        <Notice severity="high" alert>
          {texts.spent}
        </Notice>
      )}
      <div className="grid gap-1">
        <p className="text-2">On the machine where the console runs:</p>
        <Well>npm run link</Well>
      </div>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <TextField
          label="Link"
          help="Open the link it prints, or paste it here."
          error={error}
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoFocus
          autoComplete="off"
          mono
        />
        <Button look="primary" tall type="submit" busy={busy}>
          Open the console
        </Button>
      </form>
      <Button look="text" className="justify-self-start" onClick={() => setInvited(true)}>
        {why === 'not-invited' ? 'I have another invitation' : 'I have an invitation'}
      </Button>
    </WayInLayout>
  )
}
