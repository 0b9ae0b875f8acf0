/** The text of a key, held outside of React's state so that one wipe lets go of it everywhere. */
export interface HeldText {
  /** Empty after the wipe. */
  read(): string
  wipe(): void
}

export const holdText = (text: string): HeldText => {
  let held = text
  return {
    read: () => held,
    wipe: () => {
      held = ''
    },
  }
}
