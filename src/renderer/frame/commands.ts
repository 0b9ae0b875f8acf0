/** What the palette offers: features hand in lists, which the routes join. */
import type { UseNavigateResult } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import type { Permission } from '../../shared/permissions.ts'

export const commandGroups = ['Go to', 'Do', 'Look'] as const

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

/** 1: the label begins with it; less: each word typed begins some word of the label or its other words; 0: no match. */
export const matchCommand = (label: string, words: string, typed: string): number => {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const name = label.toLowerCase()
  if (wanted.length === 0 || name.startsWith(wanted.join(' '))) return 1
  const begins = (text: string) => wanted.every((word) => text.split(/[\s,.-]+/).some((part) => part.startsWith(word)))
  if (begins(name)) return 0.8
  return begins(`${name} ${words.toLowerCase()}`) ? 0.5 : 0
}
