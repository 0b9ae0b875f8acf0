// Matches paths against the patterns of the walls' table and remembers what `{name}` stood for.

export type Names = Record<string, string>

const escape = (text: string) => text.replace(/[.+^$()|[\]\\]/g, '\\$&')

const expressions = new Map<string, RegExp>()

const expressionOf = (pattern: string, names: Names): RegExp => {
  const key = `${pattern}\n${Object.entries(names).join('\n')}`
  let expression = expressions.get(key)
  if (!expression) {
    const source = pattern
      .split(/(\*\*\/|\*\*|\*|\{\w+\})/)
      .map((part) => {
        if (part === '**/') return '(?:[^/]+/)*'
        if (part === '**') return '.*'
        if (part === '*') return '[^/]*'
        if (!/^\{\w+\}$/.test(part)) return escape(part)
        const name = part.slice(1, -1)
        return name in names ? escape(names[name]!) : `(?<${name}>[^/]+)`
      })
      .join('')
    expression = new RegExp(`^${source}$`)
    expressions.set(key, expression)
  }
  return expression
}

/** The names that the pattern took from the path, or null where it does not match. */
export const takeNames = (pattern: string, path: string): Names | null => {
  const found = expressionOf(pattern, {}).exec(path)
  return found ? { ...found.groups } : null
}

/** The last pattern that matches decides; one that begins with `!` takes away. */
export const matchesAny = (patterns: string[], path: string, names: Names = {}): boolean => {
  let matches = false
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) matches &&= !expressionOf(pattern.slice(1), names).test(path)
    else matches ||= expressionOf(pattern, names).test(path)
  }
  return matches
}
