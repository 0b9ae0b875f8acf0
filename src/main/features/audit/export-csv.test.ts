import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exportedEntry } from '../../test-kit/exported-entry.ts'
import { csvFormat } from './export-csv.ts'

/** A reader of RFC 4180 of our own making, to hold against the writer. */
const readCsv = (text: string): string[][] => {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += text[at] === '"' ? 2 : 1) cell += text[at]
      at += 1
    } else while (at < text.length && text[at] !== ',' && !text.startsWith('\r\n', at)) cell += text[at++]
    row.push(cell)
    if (text[at] === ',') at += 1
    else {
      at += 2
      rows.push(row)
      row = []
    }
  }
  return rows
}

test('a row has a cell for each column of the head, and its time in UTC', () => {
  const [head, row] = readCsv(csvFormat.head + csvFormat.line(exportedEntry({ targetKind: 'user', targetName: 'Otto' })))
  expect(row).toHaveLength(head!.length)
  expect(Object.fromEntries(head!.map((name, index) => [name, row![index]]))).toMatchObject({
    sequence: '7',
    time: '2026-11-21T08:00:00.005Z',
    severity: 'high',
    targetKind: 'user',
    targetId: '',
    targetName: 'Otto',
    previousHash: 'aa',
    hash: 'bb',
  })
})

test('whatever a message says, it is read back as one cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', '=', 'ü', '💡') }), (message) => {
      const row = readCsv(csvFormat.line(exportedEntry({ message })))
      expect(row).toHaveLength(1)
      expect(row[0]![15]!.replace(/^'(?=[=\r\n])/, '')).toBe(message)
    }),
  )
})

test('a horizon that somebody else wrote into the database is one harmless cell too', () => {
  const line = csvFormat.line(exportedEntry({ previousHash: '=cmd|x,"\r\n=1+1' }))
  const rows = readCsv(line)
  expect(rows).toHaveLength(1)
  expect(rows[0]![17]).toBe('\'=cmd|x,"\r\n=1+1')
})
