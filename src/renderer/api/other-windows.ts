/** The windows of one origin: an open one hands its tokens to a new one, and all follow when one signs out or locks. */
import { onDesktop } from './host.ts'
import { tokens } from './tokens.ts'

type Message =
  | { kind: 'ask' }
  | { kind: 'answer'; host: string; session: string | null }
  /** This window signed in, signed out, locked or unlocked; `session` is what it has now. */
  | { kind: 'access-changed'; session: string | null }

const waitMs = 400
const channel = onDesktop ? null : new BroadcastChannel('gatehouse')
const say = (message: Message) => channel?.postMessage(message)

/** Tokens from another open window of this console; false where none answers within 400 ms. */
export const askOtherWindows = (): Promise<boolean> =>
  new Promise((resolve) => {
    if (!channel) return resolve(false)
    const done = (found: boolean) => {
      clearTimeout(timer)
      channel.removeEventListener('message', hear)
      resolve(found)
    }
    const hear = ({ data }: MessageEvent<Message>) => {
      if (data.kind !== 'answer') return
      tokens.set('host', data.host)
      if (data.session) tokens.set('session', data.session)
      done(true)
    }
    const timer = setTimeout(() => done(false), waitMs)
    channel.addEventListener('message', hear)
    say({ kind: 'ask' })
  })

/** Tells the others that this window signed in, signed out, locked or unlocked. */
export const tellOtherWindows = (): void => say({ kind: 'access-changed', session: tokens.get('session') })

/** Answers who asks; `onChange` runs when another window changed its access. Returns the way to stop. */
export const listenToOtherWindows = (onChange: (session: string | null) => void): (() => void) => {
  const hear = ({ data }: MessageEvent<Message>) => {
    const host = tokens.get('host')
    if (data.kind === 'ask' && host) say({ kind: 'answer', host, session: tokens.get('session') })
    if (data.kind === 'access-changed') onChange(data.session)
  }
  channel?.addEventListener('message', hear)
  return () => channel?.removeEventListener('message', hear)
}
