/** Decides what this window may see: no link, first run, sign-in, lock, or the console. The address stays as it is throughout. */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { AccessState } from '../../../shared/contract/access.ts'
import { forgetAccess, refreshAccess, SessionContext, useAccessState } from '../../api/access.ts'
import { watchAccessErrors } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { exchangeInvitation, type LinkState } from '../../api/host-link.ts'
import { invitationCode } from '../../api/invitation-code.ts'
import { askOtherWindows, listenToOtherWindows } from '../../api/other-windows.ts'
import { dropSessionData } from '../../api/query-client.ts'
import { useStore } from '../../api/store.ts'
import { tokens } from '../../api/tokens.ts'
import { closeToasts } from '../../ui/toast.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { Restarting } from '../backup/restarting.tsx'
import { forgetRestartNotice, useRestartWait } from '../backup/restart-wait.ts'
import { FirstRunPage } from './first-run.page.tsx'
import { LockPage } from './lock.page.tsx'
import { NoLinkPage } from './no-link.page.tsx'
import { OtherSessionPage } from './other-session.page.tsx'
import { SignInPage } from './sign-in.page.tsx'

interface GateProps {
  link: Promise<LinkState>
  /** After first run the console begins at its first page. */
  onFirstRunDone: () => Promise<void>
  children: ReactNode
}

export const AccessGate = ({ link: finding, ...rest }: GateProps) => {
  const [link, setLink] = useState<LinkState | null>(null)
  useEffect(() => void finding.then(setLink), [finding])
  const relink = (next: LinkState) => {
    forgetAccess()
    setLink(next)
  }
  if (!link) return null
  if (link.kind === 'no-link') return <NoLinkPage why={link.why} onLink={relink} />
  return <LinkedGate {...rest} onLinkLost={setLink} />
}

/**
 * The host does not know our token any more (it was started anew, or the invitation that opened this window came to nothing): an
 * invitation is as good as a link, and another window may hold a newer one.
 */
const findNewerLink = async (): Promise<LinkState> => {
  const refused = tokens.get('host')
  tokens.set('host', null)
  const invitation = invitationCode.get()
  if (invitation !== null) return exchangeInvitation(invitation)
  if ((await askOtherWindows()) && tokens.get('host') !== refused) return { kind: 'linked' }
  tokens.set('host', null)
  return { kind: 'no-link', why: 'ended' }
}

const LinkedGate = ({ onFirstRunDone, onLinkLost, children }: Omit<GateProps, 'link'> & { onLinkLost: (link: LinkState) => void }) => {
  const access = useAccessState()
  const restart = useRestartWait()
  const linkRefused = errorOf(access.error, 'HOST_TOKEN_REQUIRED') !== null
  const loseLink = useRef(onLinkLost)
  useEffect(() => {
    if (!linkRefused) return
    void findNewerLink().then((link) => (link.kind === 'linked' ? void refreshAccess() : loseLink.current(link)))
  }, [linkRefused])
  useEffect(() => {
    watchAccessErrors(() => void refreshAccess())
    return listenToOtherWindows((session) => void followOtherWindow(session))
  }, [])
  if (restart) return <Restarting wait={restart} />
  if (access.data) return <Screens state={access.data} onFirstRunDone={onFirstRunDone} console={children} />
  if (access.error && !linkRefused)
    return (
      <main className="grid h-full place-content-center">
        <ErrorState problem={describeProblem(access.error)} onRetry={() => void access.refetch()} />
      </main>
    )
  return null
}

/** Another window signed in, out, locked or unlocked: look again, and take its session where this window has no open one. */
const followOtherWindow = async (session: string | null) => {
  // Who is invited shall not come into the session of who invited them.
  if (invitationCode.get() !== null) return
  const kind = (await refreshAccess())?.session.kind
  if (session === null || session === tokens.get('session') || kind === 'open' || kind === 'locked') return
  tokens.set('session', session)
  await refreshAccess()
}

const Screens = ({ state, onFirstRunDone, console }: { state: AccessState; onFirstRunDone: () => Promise<void>; console: ReactNode }) => {
  // Backup codes are shown once: while they are, the screen stays though the session is open already.
  const [held, setHeld] = useState<AccessState | null>(null)
  const { firstRun, session, passwordMinLength } = held ?? state
  const invited = useStore(invitationCode) !== null
  const open = session.kind === 'open' && !firstRun
  // Who was here is not asked for again when the session ends in the middle of a page.
  const [knownName, setKnownName] = useState('')
  const name = session.kind === 'open' || session.kind === 'locked' ? session.user.name : knownName
  if (name !== knownName) setKnownName(name)
  useEffect(() => {
    if (open) return forgetRestartNotice()
    dropSessionData()
    closeToasts()
  }, [open])
  const hold = () => setHeld(held ?? state)
  const release = async () => {
    if (firstRun) await onFirstRunDone()
    await refreshAccess()
    setHeld(null)
  }
  if (firstRun) return <FirstRunPage passwordMinLength={passwordMinLength} onHold={hold} onDone={release} />
  if (invited && (session.kind === 'open' || session.kind === 'locked')) return <OtherSessionPage userName={session.user.name} />
  if (session.kind === 'locked') return <LockPage session={session} />
  if (session.kind === 'open') return <SessionContext value={session}>{console}</SessionContext>
  return <SignInPage session={session} knownName={knownName} onHold={hold} onDone={release} />
}
