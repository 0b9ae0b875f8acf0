/** A label as it stands in the log: without line breaks, what cannot be seen, or what turns the text around. */
export const shownLabel = (label: string): string => label.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd')
