/** Keyboard: one listener for the whole console; the frame and the pages register what their keys do. */
import { useEffect, useRef } from 'react'
import { createStore } from '../api/store.ts'
import { openedFloat } from './floats.ts'

export interface Shortcut {
  /** One chord or a short sequence: `/`, `j`, `Enter`, `mod+k`, `g a`. `mod` is Cmd on a Mac, Ctrl elsewhere. */
  keys: string
  /** What it does, for the list of keys. */
  label: string
  group: string
  /** Where the key has a use of its own elsewhere on the page: whether it is meant for this now. */
  when?: () => boolean
  /** A selector: without such a thing on the page the key does nothing, and is not listed. */
  onlyWith?: string
  run: () => void
}

export const isHere = ({ onlyWith }: Shortcut): boolean => onlyWith === undefined || document.querySelector(onlyWith) !== null

/** The group of the keys that every page has. */
export const everywhere = 'Anywhere'

/** All that works here and now; later ones (pages) stand above earlier ones (the frame). */
export const activeShortcuts = createStore<readonly Shortcut[]>([])

export interface Stroke {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** `mod+k`, `?`, `Enter`; null for strokes that belong to the system or the browser. */
export const chordOf = (stroke: Stroke, mac: boolean): string | null => {
  if (stroke.altKey || (mac ? stroke.ctrlKey : stroke.metaKey)) return null
  const key = stroke.key.length === 1 ? stroke.key.toLowerCase() : stroke.key
  return (mac ? stroke.metaKey : stroke.ctrlKey) ? `mod+${key}` : key
}

export type Match = { kind: 'run'; shortcut: Shortcut } | { kind: 'begun'; sequence: string } | { kind: 'none' }

/** What a chord means after `begun`, the first half of a sequence or an empty text. */
export const matchChord = (shortcuts: readonly Shortcut[], begun: string, chord: string): Match => {
  const sequence = begun ? `${begun} ${chord}` : chord
  const shortcut = shortcuts.findLast(({ keys }) => keys === sequence)
  if (shortcut) return { kind: 'run', shortcut }
  if (shortcuts.some(({ keys }) => keys.startsWith(`${sequence} `))) return { kind: 'begun', sequence }
  return begun ? matchChord(shortcuts, '', chord) : { kind: 'none' }
}

const isMac = /Mac/.test(navigator.platform)
const forgetAfterMs = 1_500
/** What takes the keys for itself. A toast is a dialog too, by its role, but one works on beside it. */
const floats = '[role$="dialog"]:not([aria-modal="false"]), [role="menu"], [role="listbox"]'

const belongsToTarget = (event: KeyboardEvent): boolean => {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select')) return true
  return (event.key === 'Enter' || event.key === ' ') && target.matches('button, a, [role="tab"], [role="checkbox"]')
}

/** Starts listening; the answer stops it. */
export const startShortcuts = (): (() => void) => {
  let begun = ''
  let begunAtMs = 0
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || (event.repeat && event.key === 'Escape')) return
    const chord = chordOf(event, isMac)
    if (
      chord === null ||
      (!chord.startsWith('mod+') && (belongsToTarget(event) || openedFloat.get() !== null || document.querySelector(floats)))
    )
      return
    if (performance.now() - begunAtMs > forgetAfterMs) begun = ''
    const match = matchChord(
      activeShortcuts.get().filter((shortcut) => isHere(shortcut) && (shortcut.when?.() ?? true)),
      begun,
      chord,
    )
    begun = match.kind === 'begun' ? match.sequence : ''
    begunAtMs = performance.now()
    if (match.kind === 'none') return
    event.preventDefault()
    if (match.kind === 'run') match.shortcut.run()
  }
  window.addEventListener('keydown', press)
  return () => window.removeEventListener('keydown', press)
}

/** Registers keys while the component is shown. The list may be new at each drawing; the newest is used. */
export const useShortcuts = (shortcuts: readonly Shortcut[]): void => {
  const newest = useRef(shortcuts)
  useEffect(() => {
    newest.current = shortcuts
  })
  const shape = JSON.stringify(shortcuts.map(({ keys, label, group }) => [keys, label, group]))
  useEffect(() => {
    const registered = newest.current.map((shortcut, index) => ({
      ...shortcut,
      when: () => newest.current[index]?.when?.() ?? true,
      run: () => newest.current[index]?.run(),
    }))
    activeShortcuts.set([...activeShortcuts.get(), ...registered])
    return () => activeShortcuts.set(activeShortcuts.get().filter((shortcut) => !registered.some((own) => own === shortcut)))
  }, [shape])
}
