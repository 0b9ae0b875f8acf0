/** Asks, while a key is pasted, whose it looks like and whether it is stored already. */
import { useEffect, useRef, useState } from 'react'
import { keyText, type Provider } from '../../../shared/contract/vault.ts'
import { client } from '../../api/client.ts'

export interface Recognised {
  provider: Provider
  hint: string
  duplicateOf: { id: string; label: string } | null
}

const restMs = 250

/** `judge` is called with each change of the text; nothing of it is kept. */
export const useRecognised = (onRecognised: (recognised: Recognised | null) => void = () => {}) => {
  const [recognised, setRecognised] = useState<Recognised | null>(null)
  const stop = useRef<() => void>(() => {})
  useEffect(() => () => stop.current(), [])
  const tell = (next: Recognised | null) => {
    setRecognised(next)
    onRecognised(next)
  }
  const judge = (text: string) => {
    stop.current()
    if (!keyText.safeParse(text).success) return tell(null)
    const abort = new AbortController()
    const timer = setTimeout(() => {
      // A hint that does not come is no obstacle: storing the key judges it again.
      client.vault.recognise({ text }, { signal: abort.signal }).then(
        (next) => !abort.signal.aborted && tell(next),
        () => {},
      )
    }, restMs)
    stop.current = () => {
      clearTimeout(timer)
      abort.abort()
    }
  }
  return { recognised, judge }
}
