/**
 * Copies a key and takes it out of the clipboard again. Only a digest of the key is kept meanwhile: where the window may
 * read the clipboard, it is cleared only if the key is still in it; elsewhere it is overwritten.
 */

export interface ClipboardAccess {
  write(text: string): Promise<void>
  /** null where reading is not allowed, or would ask the person. */
  read(): Promise<string | null>
  digest(text: string): Promise<string>
  /** The answer cancels. */
  after(ms: number, run: () => void): () => void
  /** Runs once, when the window has the focus again. */
  whenFocused(run: () => void): () => void
}

export type ClipboardNews =
  /** The window may not touch the clipboard now; it is tried again when it has the focus. */
  { kind: 'waiting' } | { kind: 'cleared' } | { kind: 'changed since' }

export const createClipboardKeeper = (access: ClipboardAccess, tell: (news: ClipboardNews) => void) => {
  let pending: { digest: string; cancel: () => void } | null = null

  const clear = async (): Promise<void> => {
    const { digest } = pending ?? {}
    if (digest === undefined) return
    pending?.cancel()
    const finish = (news: ClipboardNews) => {
      pending = null
      tell(news)
    }
    try {
      const held = await access.read()
      if (held !== null && (await access.digest(held)) !== digest) return finish({ kind: 'changed since' })
      await access.write('')
      finish({ kind: 'cleared' })
    } catch {
      if (pending?.digest !== digest) return
      pending.cancel = access.whenFocused(() => void clear())
      tell({ kind: 'waiting' })
    }
  }

  return {
    /** Throws where the window may not write to the clipboard. */
    copy: async (text: string, clearAfterMs: number): Promise<void> => {
      await access.write(text)
      const digest = await access.digest(text)
      pending?.cancel()
      pending = { digest, cancel: access.after(clearAfterMs, () => void clear()) }
    },
    clear,
  }
}
