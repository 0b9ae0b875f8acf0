import { expect, test } from 'vitest'
import type { RestorePlan } from '../../../shared/contract/backup.ts'
import { comparedRows, lostUsers, schemaSentence } from './restore-words.ts'

const plan: RestorePlan = {
  ticket: 't',
  contents: {
    createdAtMs: 1,
    product: '0.9.0',
    schema: 18,
    machine: 'old-box',
    withLog: true,
    users: [
      { name: 'Mara', role: 'admin', disabled: false },
      { name: 'ben', role: 'viewer', disabled: true },
    ],
    keys: 3,
    routes: 2,
    settings: 1,
    logEntries: 1_200,
    lastSequence: 1_200,
  },
  present: { users: ['mara', 'cleo'], keys: 5, routes: 2, settings: 0, logEntries: 40, lastSequence: 40 },
  migrations: 0,
  masterKeyPlace: 'keychain',
  warnings: [],
}
const rowOf = (of: RestorePlan, name: string) => comparedRows(of).find((row) => row.name === name)

test('what stands here is told beside what will', () => {
  expect(rowOf(plan, 'Users')).toMatchObject({ present: 'mara, cleo', afterwards: 'Mara (admin), ben (viewer, disabled)' })
  expect(rowOf(plan, 'Audit log')).toMatchObject({ present: '40 entries', afterwards: 'Stays, and goes on', loses: false })
})

test('a line where something is gone afterwards is marked, and only such a one', () => {
  expect(
    comparedRows(plan)
      .filter(({ loses }) => loses)
      .map(({ name }) => name),
  ).toEqual(['Users', 'Keys in the vault'])
})

test('who is not in the backup loses access, whatever the case of the name', () => {
  expect(lostUsers(plan)).toEqual(['cleo'])
})

test('onto an empty machine comes the log of the backup, or none', () => {
  const onto = { ...plan, present: null }
  expect(rowOf(onto, 'Audit log')).toMatchObject({ present: null, afterwards: '1,200 entries' })
  const without = { ...onto, contents: { ...plan.contents, withLog: false, logEntries: null } }
  expect(rowOf(without, 'Audit log')).toMatchObject({ afterwards: 'Not in the backup' })
})

test('where nobody is set up nothing is lost and nothing stands here', () => {
  const fresh = { ...plan, present: null }
  expect(lostUsers(fresh)).toEqual([])
  expect(comparedRows(fresh).every(({ present, loses }) => present === null && !loses)).toBe(true)
})

test('many names are counted', () => {
  const users = Array.from({ length: 9 }, (_, at) => `user ${at}`)
  expect(rowOf({ ...plan, present: { ...plan.present!, users } }, 'Users')?.present).toMatch(/user 5 and 3 more$/)
})

test('steps of the schema are told where there are any', () => {
  expect(schemaSentence(plan)).toBe('Gatehouse 0.9.0')
  expect(schemaSentence({ ...plan, migrations: 1 })).toBe('Gatehouse 0.9.0; its database is brought forward by 1 step')
})
