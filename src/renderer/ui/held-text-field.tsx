/** A secret, shown: it is written into the page by hand and wiped when it goes, so that no part of React keeps a copy of it. */
import { useLayoutEffect, useRef } from 'react'
import { classNames } from './class-names.ts'
import type { HeldText } from './held-text.ts'

interface HeldTextFieldProps {
  held: HeldText
  label: string
  /** It may have lines of its own, and many. */
  lines?: boolean
}

export const HeldTextField = ({ held, label, lines = false }: HeldTextFieldProps) => {
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
      aria-multiline={lines || undefined}
      aria-label={label}
      translate="no"
      className={classNames(
        'rounded-2 bg-surface-0 px-3 py-2 font-mono text-code select-all [overflow-wrap:anywhere] forced-colors:border',
        lines && 'max-h-60 overflow-auto whitespace-pre-wrap',
      )}
    />
  )
}
