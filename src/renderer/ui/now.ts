/** The time as components see it: one timer for all that show relative times, stopped when nobody looks. */
import { useSyncExternalStore } from 'react'
import { formatDay } from './format.ts'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let nowMs = Date.now()

const tick = () => {
  nowMs = Date.now()
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  if (listeners.size === 0) {
    nowMs = Date.now()
    timer = setInterval(tick, 1000)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

/** UTC milliseconds, renewed every second. */
export const useNowMs = (): number => useSyncExternalStore(subscribe, () => nowMs)

/** When today began, local; changes (and draws anew) at midnight only. */
export const useTodayMs = (): number => useSyncExternalStore(subscribe, () => new Date(nowMs).setHours(0, 0, 0, 0))

/** Today as `Thu 19 Nov 2026`; draws anew only when a new day begins. */
export const useToday = (): string => useSyncExternalStore(subscribe, () => formatDay(nowMs))
