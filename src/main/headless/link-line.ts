// The one line that gives a person or a program the link; its form is fixed.
export const linkLine = (url: string): string => `Gatehouse console: ${url}`
