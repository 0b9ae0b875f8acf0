import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bring, fileOf, make, passphrase, stepUp } from '../../test-kit/backed-up-console.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import type { Client, TestConsole } from '../../test-kit/create-test-console.ts'
import { forgeBackup, forgedPassphrase } from '../../test-kit/forge-backup.ts'
import type { Forgery } from '../../test-kit/forge-backup.ts'

let console: TestConsole
let client: Client
let path: string
beforeAll(async () => {
  console = await createTestConsole()
  const mara = await console.firstRun()
  ;({ client } = mara)
  await stepUp(console, mara)
  path = fileOf(console, await make(client))
}, 60_000)
afterAll(() => console.end())

const examine = async (forgery: Forgery) => {
  const upload = await bring(client.backup, await forgeBackup(path, passphrase, forgery))
  return client.backup.examine({ source: { kind: 'upload', upload }, opener: { kind: 'passphrase', passphrase: forgedPassphrase } })
}
const afterTable = (table: string, row: unknown) => (lines: string[]) =>
  lines.flatMap((line) => (line.startsWith(`{"table":"${table}"`) ? [line, JSON.stringify(row)] : [line]))
const counted = (lines: string[]) =>
  lines.map((line) => (line.startsWith('{"rows"') ? JSON.stringify({ rows: lines.filter((one) => one.startsWith('[')).length }) : line))
const edited = (pattern: RegExp, text: string) => (lines: string[]) => lines.map((line) => line.replace(pattern, text))
const columnsOf = (lines: string[], table: string): string[] =>
  (JSON.parse(lines.find((line) => line.startsWith(`{"table":"${table}"`))!) as { columns: string[] }).columns

const hostile: [string, Forgery][] = [
  ['a line that is no JSON', { lines: (lines) => [...lines.slice(0, -1), '{"rows":', ...lines.slice(-1)] }],
  ['a line that is nothing', { lines: (lines) => ['null', ...lines] }],
  ['no master key', { lines: (lines) => lines.slice(1) }],
  ['a master key of another length', { lines: edited(/"masterKey":"[^"]+"/, '"masterKey":"AAAA"') }],
  ['another master key', { lines: edited(/"masterKey":"[^"]+"/, `"masterKey":"${Buffer.alloc(32).toString('base64')}"`) }],
  ['a count that is wrong', { lines: edited(/^\{"rows":\d+\}/, '{"rows":7}') }],
  ['a log that begins beyond all numbers', { lines: edited(/"lastSequence":\d+/, '"lastSequence":9007199254740991') }],
  ['a hash that is a path', { lines: edited(/"lastHash":"[^"]+"/, '"lastHash":"../../etc"') }],
  ['a table that is none of ours', { lines: (lines) => ['{"table":"sqlite_schema","columns":["sql"]}', ...lines] }],
  ['a name of the prototype', { lines: (lines) => ['{"table":"__proto__","columns":["constructor"]}', ...lines] }],
  ['a column that is a statement', { lines: edited(/"columns":\["id",/, '"columns":["id) SELECT 1; DROP TABLE user; --",') }],
  ['columns that are no list', { lines: edited(/"columns":\[[^\]]*\]/, '"columns":"id"') }],
  ['a row before any table', { lines: (lines) => counted(['[1]', ...lines]) }],
  ['a row of too few cells', { lines: (lines) => counted(afterTable('user', [1])(lines)) }],
  [
    'a cell that is an object',
    {
      lines: (lines) =>
        counted(
          afterTable(
            'setting',
            columnsOf(lines, 'setting').map(() => ({ __proto__: 1 })),
          )(lines),
        ),
    },
  ],
  [
    'the same row twice',
    { lines: (lines) => counted(lines.flatMap((line, at) => (lines[at - 1]?.startsWith('{"table":"user"') ? [line, line] : [line]))) },
  ],
  ['another installation than its header says', { header: { installationId: 'another' } }],
  ['a schema of before its tables', { header: { schema: 1 } }],
  [
    'a policy that fills all memory once it is unpacked',
    {
      lines: (lines) =>
        counted(
          afterTable(
            'guard_policy',
            columnsOf(lines, 'guard_policy').map((name) => {
              if (name === 'policy') return { blob: gzipSync(Buffer.alloc(80_000_000, 32)).toString('base64') }
              return name === 'revision' || name.endsWith('_ms') ? 99 : '[]'
            }),
          )(lines),
        ),
    },
  ],
]

test.each(hostile)('a backup with %s is refused in a sentence before anything is changed', async (_, forgery) => {
  await expect(examine(forgery)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/Nothing was changed/) as string,
  })
  expect(readdirSync(console.dataDirectory)).not.toContain('restore')
})

const headers: [string, Forgery['header']][] = [
  ['an id that leads to another directory', { installationId: '../../elsewhere' }],
  ['a version that breaks the line', { product: '1.0\n2026 all is well' }],
  ['no date', { createdAtMs: 9e15 }],
  ['a date before all time', { createdAtMs: -1 }],
]
test.each(headers)('a header with %s is refused', async (_, header) => {
  await expect(examine({ header: { ...header } })).rejects.toThrow(/beginning of this backup is damaged/)
})

test('a header with a passphrase that is tried many times is refused', async () => {
  const slot = { kind: 'passphrase' as const, salt: Buffer.alloc(16).toString('base64'), memoryKiB: 262_144, passes: 16, wrapped: 'AAAA' }
  await expect(examine({ header: { slots: [slot, slot] } })).rejects.toThrow(/beginning of this backup is damaged/)
})

test('the plan tells what a backup holds, and not what it says of itself', async () => {
  const claimed = edited(/"users":\[.*?\],"keys":\d+/, '"users":[{"name":"anna","role":"viewer","disabled":true}],"keys":9')
  const { contents } = await examine({ lines: claimed })
  expect(contents).toMatchObject({ users: [{ name: 'mara', role: 'admin', disabled: false }], keys: 0 })
})

test('a line without an end is refused before it fills the memory', async () => {
  const endless = function* (lines: string[]) {
    yield lines[0]!
    yield `["${'x'.repeat(34 * 1024 * 1024)}"]`
    yield* lines.slice(1)
  }
  await expect(examine({ lines: endless })).rejects.toThrow(/does not hold what a backup holds/)
}, 120_000)
