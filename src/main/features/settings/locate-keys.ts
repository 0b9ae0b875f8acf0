/** Where the keys of a JSON object stand in its text. Pure. */

export interface LocatedKey {
  key: string
  /** From 1. */
  line: number
}

/** The keys of the outermost object, in their order, one that stands twice twice. `text` is JSON that parses. */
export const locateKeys = (text: string): LocatedKey[] => {
  const found: LocatedKey[] = []
  let depth = 0
  let line = 1
  let at = 0
  /** At a key's place: after the outermost brace or a comma there. */
  let expectsKey = false
  while (at < text.length) {
    const character = text[at]
    if (character === '"') {
      let end = at + 1
      while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1
      if (depth === 1 && expectsKey) found.push({ key: JSON.parse(text.slice(at, end + 1)) as string, line })
      expectsKey = false
      at = end
    } else if (character === '{' || character === '[') {
      depth += 1
      expectsKey = depth === 1
    } else if (character === '}' || character === ']') depth -= 1
    else if (character === ',') expectsKey = depth === 1
    else if (character === '\n') line += 1
    at += 1
  }
  return found
}

/** The line of a position, as `JSON.parse` tells one in its message; the last where it tells none: the text ended too early. */
export const lineOfFault = (text: string, message: string): number => {
  const position = /position (\d+)/.exec(message)?.[1]
  const end = text.trimEnd().length
  const before = text.slice(0, Math.min(end, Number(position ?? end)))
  return before.split('\n').length
}
