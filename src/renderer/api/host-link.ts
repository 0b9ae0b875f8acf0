/** The one-time link that opens the console in a browser: its token lies in the fragment and is exchanged once for a host token. */
import { onDesktop } from './host.ts'
import { tokenOfLink } from './link-token.ts'
import { askOtherWindows } from './other-windows.ts'
import { tokens } from './tokens.ts'

export type LinkState =
  | { kind: 'linked' }
  /** `none`: opened without a link. `spent`: used before, or older than five minutes. `ended`: the console was started anew. `unreachable`: it does not answer. */
  | { kind: 'no-link'; why: 'none' | 'spent' | 'ended' | 'unreachable' }

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
  if (!answer.ok) return { kind: 'no-link', why: 'unreachable' }
  const { hostToken } = (await answer.json()) as { hostToken: string }
  tokens.set('host', hostToken)
  return { kind: 'linked' }
}

/** At start: the fragment's token if there is one, else the tokens of this window, else those of another. */
export const findLink = async (): Promise<LinkState> => {
  if (onDesktop) return { kind: 'linked' }
  const token = location.hash.startsWith('#t=') ? tokenOfLink(location.hash) : null
  if (location.hash.startsWith('#t=')) history.replaceState(history.state, '', location.pathname + location.search)
  if (token) {
    const link = await exchangeLinkToken(token)
    // A reload of a spent link in a window that is linked already is no reason for alarm.
    return link.kind === 'no-link' && tokens.get('host') ? { kind: 'linked' } : link
  }
  if (tokens.get('host') || (await askOtherWindows())) return { kind: 'linked' }
  return { kind: 'no-link', why: 'none' }
}
