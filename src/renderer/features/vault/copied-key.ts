/** Copies keys to the clipboard of this system and tells what becomes of them there. */
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { createClipboardKeeper, type ClipboardNews } from './clipboard-keeper.ts'

const mayRead = async () => {
  try {
    // Asking for the right would bring up a question of the browser at a time when nobody expects it.
    return (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state === 'granted'
  } catch {
    return false
  }
}

const tell = ({ kind }: ClipboardNews) => {
  if (kind === 'cleared') toastDone({ title: 'The clipboard was cleared' })
  if (kind === 'waiting')
    toastProblem({
      title: 'The key is still in the clipboard',
      text: 'It cannot be cleared while this window is not in front. It is cleared when you come back, or copy something else.',
    })
}

const keeper = createClipboardKeeper(
  {
    write: (text) => navigator.clipboard.writeText(text),
    read: async () => ((await mayRead()) ? navigator.clipboard.readText() : null),
    digest: async (text) => {
      const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
      return new Uint8Array(bytes).join(' ')
    },
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    whenFocused: (run) => {
      window.addEventListener('focus', run, { once: true })
      return () => window.removeEventListener('focus', run)
    },
  },
  tell,
)

/** Answers whether it was copied; what went wrong is told. */
export const copyKey = async (text: string, clearAfterSeconds: number): Promise<boolean> => {
  try {
    await keeper.copy(text, clearAfterSeconds * 1000)
  } catch {
    toastProblem({ title: 'Nothing was copied', text: 'This window may not use the clipboard. Reveal the key and copy it yourself.' })
    return false
  }
  toastDone({
    title: 'Key copied',
    text: `The clipboard is cleared in ${clearAfterSeconds}\u00a0s.`,
    action: { label: 'Clear now', run: () => void keeper.clear() },
  })
  return true
}
