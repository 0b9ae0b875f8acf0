/** A key that was just made: written into the page by hand and wiped when it goes, so that nothing of React keeps a copy. */
import { useLayoutEffect, useRef } from 'react'

export interface HeldKey {
  /** Empty after the wipe. */
  read(): string
  wipe(): void
}

export const holdKey = (text: string): HeldKey => {
  let held = text
  return {
    read: () => held,
    wipe: () => {
      held = ''
    },
  }
}

export const HeldKeyText = ({ held }: { held: HeldKey }) => {
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
      aria-label="The key"
      translate="no"
      className="rounded-2 bg-surface-0 px-3 py-2 font-mono text-code select-all [overflow-wrap:anywhere] forced-colors:border"
    />
  )
}
