/** Reads and writes the text of `.env` files, in one pass over it. What a shell or a library would fill in is left as it is. */

export type DotenvItem =
  { kind: 'value'; name: string; line: number; value: string } | { kind: 'skipped'; name: string; line: number; reason: string }

const nameShape = /^[A-Za-z_][A-Za-z0-9_.-]*$/
const shownNameCharacters = 80
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$', '`': '`' }
const quotes = new Set(['"', "'", '`'])
const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t'

interface Quoted {
  value: string
  /** After the closing quote. */
  end: number
  /** Line breaks within. */
  lines: number
  /** It holds `$NAME` or `${NAME}`, which a shell would fill in. */
  refers: boolean
}

/** The quoted text that begins at `start`; null where its quote is never closed. */
const readQuoted = (text: string, start: number): Quoted | null => {
  const quote = text[start]!
  const parts: string[] = []
  let from = start + 1
  let lines = 0
  let refers = false
  for (let at = from; at < text.length; at++) {
    const character = text[at]!
    if (character === quote) {
      parts.push(text.slice(from, at))
      return { value: parts.join(''), end: at + 1, lines, refers }
    }
    if (character === '\n') lines++
    if (quote !== '"') continue
    if (character === '$' && /[A-Za-z_{]/.test(text[at + 1] ?? '')) refers = true
    if (character !== '\\') continue
    const escaped = escapes[text[at + 1] ?? '']
    if (escaped !== undefined) {
      parts.push(text.slice(from, at), escaped)
      from = at + 2
    }
    at++
    if (text[at] === '\n') lines++
  }
  return null
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

/** Without a comment, which begins with `#` after a blank. */
const readBare = (rest: string): string => {
  for (let at = rest.indexOf('#'); at !== -1; at = rest.indexOf('#', at + 1))
    if (at === 0 || isBlank(rest[at - 1])) return rest.slice(0, at).trim()
  return rest.trim()
}

const withoutExport = (text: string): string => (/^export[ \t]/.test(text) ? text.slice(7).trimStart() : text)

const lastOfEachName = (items: DotenvItem[]): DotenvItem[] => {
  const last = new Map<string, number>()
  for (const item of items) if (item.kind === 'value') last.set(item.name, item.line)
  return items.map((item) => {
    const lastLine = last.get(item.name)
    if (item.kind === 'skipped' || lastLine === undefined || lastLine === item.line) return item
    return { kind: 'skipped', name: item.name, line: item.line, reason: `The same name stands again in line ${lastLine}, which counts.` }
  })
}

/** All entries in order; of a name that stands twice the last one counts. Never throws. */
export const parseDotenv = (source: string): DotenvItem[] => {
  // Line ends of Windows and of old Macs; a byte order mark is no part of a name.
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const items: DotenvItem[] = []
  const skip = (name: string, line: number, reason: string) =>
    items.push({ kind: 'skipped', name: name.slice(0, shownNameCharacters), line, reason })
  /** No quote of this kind is closed after here: it need not be looked for again, which keeps the pass linear. */
  const neverClosed = new Set<string>()
  let line = 1

  for (let at = 0; at < text.length;) {
    const end = lineEnd(text, at)
    const begun = line++
    const whole = text.slice(at, end)
    const start = at
    at = end + 1
    const trimmed = whole.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const equals = whole.indexOf('=')
    if (equals === -1) {
      // What stands there may be half of a key, so that it is not repeated as a name.
      skip('', begun, 'This line gives no name a value.')
      continue
    }
    const name = withoutExport(whole.slice(0, equals).trim())
    if (!nameShape.test(name)) {
      skip('', begun, name === '' ? 'There is no name before the sign =.' : 'What stands before the sign = is no name of a variable.')
      continue
    }
    let valueAt = start + equals + 1
    while (isBlank(text[valueAt])) valueAt++
    const quote = text[valueAt]
    let value: string
    let refers = false
    if (valueAt < end && quote !== undefined && quotes.has(quote)) {
      const quoted = neverClosed.has(quote) ? null : readQuoted(text, valueAt)
      if (!quoted) {
        neverClosed.add(quote)
        skip(name, begun, 'Its quote is never closed.')
        continue
      }
      const after = lineEnd(text, quoted.end)
      const rest = text.slice(quoted.end, after).trim()
      if (rest !== '' && !rest.startsWith('#')) {
        // The quote that closes it may well be one that opens in a later line: that line is read for itself.
        skip(name, begun, 'Something stands after its closing quote, or it is never closed.')
        continue
      }
      line += quoted.lines
      at = after + 1
      ;({ value, refers } = quoted)
    } else {
      value = readBare(text.slice(valueAt, end))
      refers = /\$(?:[A-Za-z_]|\{)/.test(value)
    }
    if (value === '') skip(name, begun, 'It has no value.')
    else if (refers && /^\$(?:\{[^{}]*\}|\w+)$/.test(value)) skip(name, begun, 'It only refers to another variable.')
    else items.push({ kind: 'value', name, line: begun, value })
  }
  return lastOfEachName(items)
}

/** Quoted so that `parseDotenv` reads back the same, and a shell that sources it fills nothing in where that can be. */
const quote = (value: string): string => {
  if (/^[\w.:/+@%,-]+$/.test(value)) return value
  if (!value.includes("'") && !value.includes('\r')) return `'${value}'`
  const escaped = value.replace(/[\\"$`\n\r]/g, (character) => `\\${character === '\n' ? 'n' : character === '\r' ? 'r' : character}`)
  return `"${escaped}"`
}

/** `names` are names of variables, each once. */
export const writeDotenv = (entries: readonly { name: string; value: string }[]): string =>
  entries.map(({ name, value }) => `${name}=${quote(value)}\n`).join('')
