import { expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import type { OpenSession } from '../handlers.ts'
import { createSavedFilters } from './saved-filters.service.ts'

/** Two users, each with a session. */
const open = async () => {
  const { database, clock } = openTestDatabase()
  await database.change(bySystem, { action: 'user.added', message: 'Two users' }, (tx) => {
    for (const id of ['ada', 'lin'])
      tx.run(
        "INSERT INTO user (id, name, name_key, role, password_hash, password_changed_at_ms, created_at_ms) VALUES (@id, @id, @id, 'viewer', '', 0, 0)",
        { id },
      )
  })
  const session = (id: string) => ({ user: { id } }) as OpenSession
  return { database, filters: createSavedFilters({ database, ids: createIds(clock) }), ada: session('ada'), lin: session('lin') }
}

test('filters are listed by name, one of the same name is replaced and keeps its id', async () => {
  const { filters, ada } = await open()
  const first = filters.save(ada, 'Refused', 'outcome=refused')
  filters.save(ada, 'injections', 'class=injection')
  expect(filters.save(ada, 'REFUSED', 'outcome=refused&q=x')).toEqual({ id: first.id, name: 'REFUSED', query: 'outcome=refused&q=x' })
  expect(filters.list(ada).map(({ name, query }) => [name, query])).toEqual([
    ['injections', 'class=injection'],
    ['REFUSED', 'outcome=refused&q=x'],
  ])
})

test("nobody sees, replaces or deletes another's", async () => {
  const { filters, ada, lin } = await open()
  const hers = filters.save(ada, 'Refused', 'outcome=refused')
  expect(filters.list(lin)).toEqual([])
  expect(() => filters.delete(lin, hers.id)).toThrow('There is no such saved filter.')
  expect(filters.save(lin, 'Refused', 'q=y').id).not.toBe(hers.id)
  expect(filters.list(ada)).toEqual([hers])
})

test('a deleted one is gone, and can be saved anew', async () => {
  const { filters, ada } = await open()
  const { id } = filters.save(ada, 'Refused', 'outcome=refused')
  filters.delete(ada, id)
  expect(filters.list(ada)).toEqual([])
  expect(() => filters.delete(ada, id)).toThrow('There is no such saved filter.')
  filters.save(ada, 'Refused', 'outcome=refused')
  expect(filters.list(ada)).toHaveLength(1)
})

test('a user has at most a hundred, of which each can still be replaced', async () => {
  const { filters, ada, lin } = await open()
  for (let n = 0; n < 100; n++) filters.save(ada, `Filter ${n}`, 'q=x')
  expect(() => filters.save(ada, 'One more', 'q=x')).toThrow('There are 100 saved filters already; delete one first.')
  expect(filters.save(ada, 'filter 7', 'q=y').query).toBe('q=y')
  expect(filters.list(ada)).toHaveLength(100)
  expect(filters.save(lin, 'One more', 'q=x').name).toBe('One more')
})

test('over the contract they need a session, and are no entry of the log', async () => {
  const testConsole = await createTestConsole()
  try {
    const mara = await testConsole.firstRun()
    const before = await mara.client.audit.size()
    const saved = await mara.client.audit.saveFilter({ name: ' Refused ', query: 'outcome=refused' })
    expect(saved.name).toBe('Refused')
    expect(await mara.client.audit.savedFilters()).toEqual([saved])
    await mara.client.audit.deleteFilter({ id: saved.id })
    expect(await mara.client.audit.savedFilters()).toEqual([])
    expect(await mara.client.audit.size()).toEqual(before)
    const stranger = testConsole.client()
    for (const call of [
      () => stranger.audit.savedFilters(),
      () => stranger.audit.saveFilter({ name: 'x', query: 'q=x' }),
      () => stranger.audit.deleteFilter({ id: saved.id }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
    await expect(mara.client.audit.saveFilter({ name: '  ', query: 'q=x' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  } finally {
    await testConsole.end()
  }
})
