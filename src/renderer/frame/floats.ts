/** Which of the frame's own dialogs is open. */
import { createStore } from '../api/store.ts'

export type Float = 'palette' | 'keys'
export const openedFloat = createStore<Float | null>(null)
export const openFloat = (float: Float): void => openedFloat.set(float)
export const closeFloat = (): void => openedFloat.set(null)
