// Remembers where the window stood, and puts it where it can be seen.
import { readFileSync, writeFileSync } from 'node:fs'
import type { Rectangle } from 'electron'

export interface WindowPlace {
  bounds: Partial<Rectangle> & { width: number; height: number }
  maximized: boolean
}

export const minWidth = 1024
export const minHeight = 700
/** So much of the window must be on a screen, or it is put in the middle again. */
const visiblePixels = 100

const firstPlace: WindowPlace = { bounds: { width: 1440, height: 900 }, maximized: false }

const isRectangle = (value: unknown): value is Rectangle =>
  typeof value === 'object' &&
  value !== null &&
  (['x', 'y', 'width', 'height'] as const).every((name) => Number.isSafeInteger((value as Rectangle)[name]))

const overlap = (from: number, length: number, otherFrom: number, otherLength: number) =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom)

/** `workAreas`: of the screens that are there now. */
export const placeWindow = (saved: unknown, workAreas: readonly Rectangle[]): WindowPlace => {
  const { bounds, maximized } = (saved ?? {}) as Partial<WindowPlace>
  if (!isRectangle(bounds)) return firstPlace
  const width = Math.max(minWidth, bounds.width)
  const height = Math.max(minHeight, bounds.height)
  const seen = workAreas.some(
    (area) =>
      overlap(bounds.x, width, area.x, area.width) >= visiblePixels && overlap(bounds.y, height, area.y, area.height) >= visiblePixels,
  )
  return { bounds: seen ? { x: bounds.x, y: bounds.y, width, height } : { width, height }, maximized: maximized === true }
}

export const readPlace = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Losing it is no harm: a full disk must not keep the app from quitting. */
export const writePlace = (file: string, place: WindowPlace): void => {
  try {
    writeFileSync(file, JSON.stringify(place), { mode: 0o600 })
  } catch {
    // See above.
  }
}
