/** Puts a panel that was edited back into its board, as the board is by now: others may have moved, changed or removed it meanwhile. */
import type { Panel } from '../../../shared/contract/dashboards.ts'

const isSame = (a: Panel | undefined, b: Panel): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Where the panel that was opened at `at` stands now; null: it is not there as it was. */
export const placeOf = (panels: readonly Panel[], opened: Panel, at: number): number | null => {
  if (isSame(panels[at], opened)) return at
  const found = panels.findIndex((panel) => isSame(panel, opened))
  return found === -1 ? null : found
}

/** `place` null: at the end, as one of its own. */
export const putPanel = (panels: readonly Panel[], panel: Panel, place: number | null): Panel[] =>
  place === null ? [...panels, panel] : panels.map((one, index) => (index === place ? panel : one))
