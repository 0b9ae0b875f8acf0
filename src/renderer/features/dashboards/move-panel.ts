/** The panels of a board in another order. */

/** The one at `from` comes to stand at `to`. */
export const movePanel = <Panel>(panels: readonly Panel[], from: number, to: number): Panel[] => {
  const moved = panels[from]
  if (moved === undefined) return [...panels]
  const rest = panels.filter((_, at) => at !== from)
  const place = Math.max(0, Math.min(rest.length, to))
  return [...rest.slice(0, place), moved, ...rest.slice(place)]
}
