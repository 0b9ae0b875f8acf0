/** The one-time link that opens the console in a browser: its token lies in the fragment and is exchanged once for a host token. */
import { onDesktop } from './host.ts'
import { canBeInvitation, invitationCode, invitationInLink } from './invitation-code.ts'
import { tokenOfLink } from './link-token.ts'
import { askOtherWindows } from './other-windows.ts'
import { tokens } from './tokens.ts'

export type LinkState =
  | { kind: 'linked' }
  /**
   * `none`: opened without a link. `spent`: used before, or older than five minutes. `not-invited`: the invitation is none that is open.
   * `too-often`: too many wrong ones within a minute. `ended`: the console was started anew. `unreachable`: it does not answer.
   */
  | { kind: 'no-link'; why: 'none' | 'spent' | 'not-invited' | 'too-often' | 'ended' | 'unreachable' }

export const exchangeLinkToken = async (token: string): Promise<LinkState> => {
  let answer: Response
  try {
    answer = await fetch('/host/exchange', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
  } catch {
    return { kind: 'no-link', why: 'unreachable' }
  }
  if (answer.status === 401) return { kind: 'no-link', why: 'spent' }
  if (answer.status === 429) return { kind: 'no-link', why: 'too-often' }
  if (!answer.ok) return { kind: 'no-link', why: 'unreachable' }
  const { hostToken } = (await answer.json()) as { hostToken: string }
  tokens.set('host', hostToken)
  return { kind: 'linked' }
}

/** Who holds an open invitation may open the console as far as its sign-in; the code stays good for what it is for. */
export const exchangeInvitation = async (code: string): Promise<LinkState> => {
  if (!canBeInvitation(code)) return { kind: 'no-link', why: 'not-invited' }
  const link = await exchangeLinkToken(code)
  if (link.kind === 'linked') invitationCode.set(code)
  return link.kind === 'no-link' && link.why === 'spent' ? { kind: 'no-link', why: 'not-invited' } : link
}

const isLink = (hash: string) => hash.startsWith('#t=') || hash.startsWith('#invitation=')

/** A link that is entered into the address of an open window changes only its fragment: then the page begins anew with it. */
export const followLinks = (): void => window.addEventListener('hashchange', () => isLink(location.hash) && location.reload())

/** At start: the fragment's token if there is one, else the tokens of this window, else those of another. */
export const findLink = async (): Promise<LinkState> => {
  if (onDesktop) return { kind: 'linked' }
  const { hash } = location
  if (isLink(hash)) history.replaceState(history.state, '', location.pathname + location.search)
  const invitation = invitationInLink(hash)
  if (invitation !== null) return openInvitation(invitation)
  const token = hash.startsWith('#t=') ? tokenOfLink(hash) : null
  if (token) {
    const link = await exchangeLinkToken(token)
    // A reload of a spent link in a window that is linked already is no reason for alarm.
    return link.kind === 'no-link' && tokens.get('host') ? { kind: 'linked' } : link
  }
  if (tokens.get('host') || (await askOtherWindows())) return { kind: 'linked' }
  return { kind: 'no-link', why: 'none' }
}

/** Never asks other windows: who is invited shall not come into the session of who invited them. */
const openInvitation = async (code: string): Promise<LinkState> => {
  if (tokens.get('host') === null) return exchangeInvitation(code)
  invitationCode.set(code)
  return { kind: 'linked' }
}
