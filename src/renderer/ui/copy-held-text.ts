/** Copies what is shown this once, and says so; it stays in the clipboard until something else is copied. */
import type { HeldText } from './held-text.ts'
import { toastDone, toastProblem } from './toast.tsx'

/** `what`: one word, as in `The token is in the clipboard`. */
export const copyHeldText = async (held: HeldText, what: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(held.read())
    toastDone({ title: `The ${what} is in the clipboard` })
  } catch {
    toastProblem({ title: 'Nothing was copied', text: `This window may not use the clipboard. Select the ${what} and copy it yourself.` })
  }
}
