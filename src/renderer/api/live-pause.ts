/** Whether the person paused what moves on its own; the page that moves decides what that means. */
import { createStore, useStore } from './store.ts'

const paused = createStore(false)
export const useLivePaused = (): boolean => useStore(paused)
export const setLivePaused = (next: boolean): void => paused.set(next)
