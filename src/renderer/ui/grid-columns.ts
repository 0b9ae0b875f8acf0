/** The measures that the head, the rows and the skeleton of a long list share. */

export interface GridColumn {
  name: string
  /** Of its cells: where it stands, and where it gives way. */
  className?: string | undefined
  /** Read aloud alone, where there is no word to show. */
  hiddenName?: true
}

/** As `h-row` and `h-7` in the theme. */
export const rowPx = 32
export const headPx = 28
/** A line between rows that names those below it. */
export const headingPx = 28
