/** The text of a revealed key. It is written into the page by hand, so that no part of React keeps a copy of it. */
import { useLayoutEffect, useRef } from 'react'
import type { HeldText } from './held-text.ts'

export const KeyText = ({ held }: { held: HeldText }) => {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const node = place.current
    if (!node) return
    node.textContent = held.read()
    return () => {
      node.textContent = ''
    }
  }, [held])
  return (
    <div
      ref={place}
      tabIndex={0}
      role="textbox"
      aria-readonly
      aria-multiline
      aria-label="The key"
      translate="no"
      className="max-h-60 overflow-auto rounded-2 bg-surface-0 px-3 py-2 font-mono text-code whitespace-pre-wrap select-all [overflow-wrap:anywhere] forced-colors:border"
    />
  )
}
