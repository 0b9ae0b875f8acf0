/** A text as a cell of CSV (RFC 4180) that no spreadsheet runs. */

/**
 * A spreadsheet takes a cell that begins so for a formula and runs it (OWASP, CSV injection; the wide signs where the
 * keyboard is Japanese). Such a cell gets an apostrophe in front. Figures need none of this.
 */
const formula = /^[=+\-@\t\r\n＝＋－＠]/
const special = /[",\r\n]/

export const csvCell = (text: string | null): string => {
  if (text === null) return ''
  const harmless = formula.test(text) ? `'${text}` : text
  return special.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
