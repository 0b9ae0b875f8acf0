/** What can be told from the text of a statement: the tables and columns it names, and which column a parameter stands against. Pure. */

export interface TableColumns {
  name: string
  columns: readonly string[]
  /** The column that stands for the rowid, which every index holds anyway; null without one. */
  rowid: string | null
}

export interface Candidate {
  table: string
  columns: string[]
}

/** Without comments and the contents of texts, so that no word in them is taken for a name. */
const bareText = (sql: string): string =>
  sql.replaceAll(/'(?:[^']|'')*'|\/\*[\s\S]*?\*\/|--[^\n]*/g, (piece) => (piece.startsWith("'") ? "''" : ' '))

const wordsOf = (text: string): string[] => [...text.matchAll(/(?<![@:$\w])[A-Za-z_]\w*/g)].map(([word]) => word.toLowerCase())

export const tablesNamedIn = (sql: string, tables: readonly string[]): string[] => {
  const text = bareText(sql)
  return tables.filter((table) =>
    new RegExp(String.raw`\b(?:FROM|JOIN|UPDATE|INTO)\s+(?:\w+(?:\s+(?:AS\s+)?\w+)?\s*,\s*)*"?${table}\b`, 'i').test(text),
  )
}

/** More would be thousands of tries, and an index of so many columns costs more than it gives. */
const mostColumns = 6

/** Columns of a table that stand where rows are chosen, joined, grouped or ordered, in the order of the text. */
const choosingColumns = (sql: string, { columns, rowid }: TableColumns): string[] => {
  const text = bareText(sql)
  const from = text.search(/\b(?:WHERE|ON|BY|USING)\b/i)
  if (from === -1) return []
  const words = new Set(wordsOf(text.slice(from)))
  const byName = new Map(columns.filter((column) => column !== rowid).map((column) => [column.toLowerCase(), column]))
  return [...words].flatMap((word) => byName.get(word) ?? []).slice(0, mostColumns)
}

/** Each column, each pair in either order, and the first three together. */
export const candidatesOf = (sql: string, tables: readonly TableColumns[]): Candidate[] =>
  tables.flatMap((table) => {
    const columns = choosingColumns(sql, table)
    const pairs = columns.flatMap((first) => columns.filter((second) => second !== first).map((second) => [first, second]))
    const triple = columns.length >= 3 ? [columns.slice(0, 3)] : []
    return [...columns.map((column) => [column]), ...pairs, ...triple].map((chosen) => ({ table: table.name, columns: chosen }))
  })

export type Place =
  { kind: 'column' | 'list'; table: string; column: string } | { kind: 'limit' } | { kind: 'offset' } | { kind: 'unknown' }

export interface Parameters {
  /** By name, without its sign. */
  named: Map<string, Place>
  /** How many plain `?`. */
  unnamed: number
}

const comparison = String.raw`(?:=|==|<>|!=|<=|>=|<|>|\bIS\b|\bLIKE\b|\bGLOB\b|\bBETWEEN\b|\bIN\s*\()`

const placeOf = (text: string, sign: string, tables: readonly TableColumns[]): Place => {
  if (new RegExp(String.raw`\bLIMIT\s+${sign}\b`, 'i').test(text)) return { kind: 'limit' }
  if (new RegExp(String.raw`\bOFFSET\s+${sign}\b`, 'i').test(text)) return { kind: 'offset' }
  const list = new RegExp(String.raw`(\w+)\s+IN\s*\(\s*SELECT\s+value\s+FROM\s+json_each\s*\(\s*${sign}\b`, 'i').exec(text)?.[1]
  const against =
    list ??
    new RegExp(String.raw`(\w+)\s*${comparison}\s*(?:\w+\s*\(\s*)?${sign}\b`, 'i').exec(text)?.[1] ??
    new RegExp(String.raw`${sign}\s*${comparison}\s*(?:\w+\.)?(\w+)`, 'i').exec(text)?.[1]
  for (const { name, columns } of tables) {
    const column = columns.find((one) => one.toLowerCase() === against?.toLowerCase())
    if (column !== undefined) return { kind: list === undefined ? 'column' : 'list', table: name, column }
  }
  return { kind: 'unknown' }
}

export const parametersOf = (sql: string, tables: readonly TableColumns[]): Parameters => {
  const text = bareText(sql)
  const signs = new Set([...text.matchAll(/[@:$]([A-Za-z_]\w*)/g)].map(([sign]) => sign))
  return {
    named: new Map([...signs].map((sign) => [sign.slice(1), placeOf(text, sign.replace('$', String.raw`\$`), tables)])),
    unnamed: [...text.matchAll(/\?/g)].length,
  }
}
