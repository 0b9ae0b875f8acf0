/** What was typed into the search: the id of a request, or where requests come from. */
export type Wanted = { kind: 'request'; id: string } | { kind: 'source'; source: string } | null

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i

export const wantedBy = (typed: string): Wanted => {
  const text = typed.trim()
  if (uuid.test(text)) return { kind: 'request', id: text.toLowerCase() }
  return address.test(text) ? { kind: 'source', source: text.toLowerCase() } : null
}
