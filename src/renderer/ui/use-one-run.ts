/** A piece of work that takes a while, one at a time: it can be broken off, and nobody hears of one that was. */
import { useEffect, useRef } from 'react'

interface Run {
  signal: AbortSignal
  /** It was neither broken off nor followed by another. */
  isCurrent: () => boolean
}

interface OneRun {
  begin: () => Run
  /** Also done where the component goes. */
  breakOff: () => void
}

export const useOneRun = (): OneRun => {
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const breakOff = () => {
    running.current?.abort()
    running.current = null
  }
  return {
    begin: () => {
      breakOff()
      const own = new AbortController()
      running.current = own
      return { signal: own.signal, isCurrent: () => running.current === own }
    },
    breakOff,
  }
}
