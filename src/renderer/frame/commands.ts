/** What the palette offers: features hand in lists, pages add what works while they are shown. */
import type { UseNavigateResult } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Permission } from '../../shared/permissions.ts'
import { createStore } from '../api/store.ts'

export const commandGroups = ['On this page', 'Go to', 'Do', 'Look'] as const

export interface Command {
  id: string
  group: (typeof commandGroups)[number]
  /** A verb with its object, or the name of a page. */
  label: string
  /** Other words that people may type for it. */
  words?: string
  icon: LucideIcon
  /** A key that does the same. */
  keys?: string
  /** Offered only to who may. */
  needs?: Permission
  run: (tools: { navigate: UseNavigateResult<string> }) => void
}

export const pageCommands = createStore<readonly Command[]>([])

/** Offers commands while the component is shown; the newest list is used. */
export const useCommands = (commands: readonly Command[]): void => {
  const newest = useRef(commands)
  useEffect(() => {
    newest.current = commands
  })
  const shape = commands.map(({ id, label }) => `${id} ${label}`).join('\n')
  useEffect(() => {
    const offered = newest.current.map((command, index): Command => ({ ...command, run: (tools) => newest.current[index]?.run(tools) }))
    pageCommands.set([...pageCommands.get(), ...offered])
    return () => pageCommands.set(pageCommands.get().filter((command) => !offered.includes(command)))
  }, [shape])
}

/** 1: the label begins with it; less: each word typed begins some word of the label or its other words; 0: no match. */
export const matchCommand = (label: string, words: string, typed: string): number => {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const name = label.toLowerCase()
  if (wanted.length === 0 || name.startsWith(wanted.join(' '))) return 1
  const begins = (text: string) => wanted.every((word) => text.split(/[\s,.-]+/).some((part) => part.startsWith(word)))
  if (begins(name)) return 0.8
  return begins(`${name} ${words.toLowerCase()}`) ? 0.5 : 0
}
