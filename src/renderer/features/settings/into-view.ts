/** Brings an element that just came into view, where it is not; a ref callback. */
export const intoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' })
