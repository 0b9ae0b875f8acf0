/** Ends a stream when whoever asked may no longer see it: lock, sign-out, revoke, expiry, another role, or the caller is gone. */

/** What the stream yields until `ended` resolves; then its source is closed, and what `ended` gives is thrown (null: a plain end). */
export async function* guardStream<T>(source: AsyncIterator<T>, ended: Promise<Error | null>): AsyncGenerator<T> {
  const end = ended.then((why) => ({ end: why }))
  try {
    while (true) {
      const next = await Promise.race([source.next(), end])
      if ('end' in next) {
        if (next.end) throw next.end
        return
      }
      if (next.done) return
      yield next.value
    }
  } finally {
    // Not awaited: a source that is stuck in an await would hold up the end.
    void source.return?.().catch(() => {})
  }
}
