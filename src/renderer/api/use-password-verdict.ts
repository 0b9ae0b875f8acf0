/** Judges a password while it is typed; never through the query cache, which would keep what was typed. */
import { useEffect, useState } from 'react'
import type { PasswordVerdict } from '../../shared/contract/access.ts'
import { client } from './client.ts'

const restMs = 200

/** null while nothing is typed or the first verdict is awaited; a verdict stays until the next one. */
export const usePasswordVerdict = (name: string, password: string): PasswordVerdict | null => {
  const [verdict, setVerdict] = useState<PasswordVerdict | null>(null)
  const judged = password.length > 0 && password.length <= 1024
  useEffect(() => {
    if (!judged) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      // A meter that fails says nothing; the form still gets its answer when it is sent.
      client.access.judgePassword({ name: name.slice(0, 64), password }, { signal: stop.signal }).then(
        (next) => !stop.signal.aborted && setVerdict(next),
        () => {},
      )
    }, restMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [judged, name, password])
  return judged ? verdict : null
}
