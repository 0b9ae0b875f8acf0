/**
 * Whether nobody can see this window for a while. A browser allows six connections to one origin, so a hidden tab gives its
 * live stream back; the desktop window has no such limit.
 */
import { useSyncExternalStore } from 'react'
import { onDesktop } from './host.ts'

const graceMs = 30_000
let hiddenLong = false
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined

const set = (next: boolean) => {
  if (next === hiddenLong) return
  hiddenLong = next
  for (const listener of listeners) listener()
}
const look = () => {
  clearTimeout(timer)
  if (document.visibilityState === 'visible') set(false)
  else timer = setTimeout(() => set(true), graceMs)
}

const subscribe = (listener: () => void) => {
  if (listeners.size === 0) document.addEventListener('visibilitychange', look)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) document.removeEventListener('visibilitychange', look)
  }
}

export const useHiddenLong = (): boolean => useSyncExternalStore(subscribe, () => hiddenLong && !onDesktop)
