/** Where the focus was of late, so that what closes gives it back to where one came from, by whatever way it was opened. */
const longest = 16
let trail: WeakRef<HTMLElement>[] = []

/** Of a dialog or menu that is on its way out. */
const isClosing = (element: Element): boolean => element.closest('[data-closed], [data-ending-style]') !== null
const takesFocus = (element: HTMLElement): boolean =>
  element.isConnected && !isClosing(element) && !element.matches(':disabled') && element.getClientRects().length > 0

const remember = ({ target }: FocusEvent): void => {
  if (!(target instanceof HTMLElement)) return
  trail = [...trail.filter((known) => known.deref() !== target), new WeakRef(target)].slice(-longest)
}

/** Once, before the page is drawn. */
export const startFocusTrail = (): void => document.addEventListener('focusin', remember)

/** For what closes: the element to give the focus to, or the page where none is left; false where somebody took it meanwhile. */
export const focusAfterClosing = (): HTMLElement | boolean => {
  const now = document.activeElement
  if (now !== null && now !== document.body && !isClosing(now)) return false
  for (const known of trail.toReversed()) {
    const element = known.deref()
    if (element && takesFocus(element)) return element
  }
  return document.querySelector('main') ?? true
}
