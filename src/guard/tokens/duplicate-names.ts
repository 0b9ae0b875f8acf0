/** Whether an object of a JSON text has a name twice: two readers would take it for two different things (RFC 8725, 2.4 and 3.1). */

const piece = /"(?:[^"\\]|\\.)*"|[{}[\],]/g

/** The text has been parsed: it is JSON. */
export const hasNameTwice = (text: string): boolean => {
  const open: (Set<string> | null)[] = []
  let isName = false
  for (const [part] of text.matchAll(piece)) {
    if (part === '{') open.push(new Set())
    else if (part === '[') open.push(null)
    else if (part === '}' || part === ']') open.pop()
    else if (part !== ',' && isName) {
      const names = open.at(-1)
      const name = JSON.parse(part) as string
      if (names?.has(name)) return true
      names?.add(name)
    }
    isName = (part === '{' || part === ',') && open.at(-1) instanceof Set
  }
  return false
}
