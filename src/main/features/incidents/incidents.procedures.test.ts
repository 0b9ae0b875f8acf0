import { expect, onTestFinished, test, vi } from 'vitest'
import { createTestConsole, testPassword } from '../../test-kit/create-test-console.ts'
import { setRole } from '../../test-kit/set-role.ts'

/** The worker starts in its own time, which is long on a busy machine. */
const patienceMs = 60_000

/** Wrong passwords until an incident is there: read by the real worker, with the clock moved by hand. */
const withIncident = async () => {
  const gatehouse = await createTestConsole()
  onTestFinished(() => gatehouse.end())
  const mara = await gatehouse.firstRun()
  for (let attempt = 0; attempt < 5; attempt++) {
    await gatehouse
      .client()
      .access.signIn({ name: 'mara', password: `not ${testPassword}` })
      .catch(() => {})
    gatehouse.clock.advance(30_000)
  }
  const open = await vi.waitFor(async () => {
    gatehouse.clock.advance(250)
    const { incidents } = await mara.client.incidents.list({})
    expect(incidents).toMatchObject([{ severity: 'high' }])
    return incidents
  }, patienceMs)
  return { gatehouse, mara, first: open[0]! }
}

test('five wrong passwords are an incident that the console lists, counts in its level, and lets people work on', async () => {
  const { mara, first } = await withIncident()
  const { incidents } = mara.client
  expect(first).toMatchObject({ number: 1, title: 'Refused sign-ins for mara from 127.0.0.1', entries: 6 })
  expect(await incidents.level()).toMatchObject({ level: 'high' })
  const [person] = await incidents.people()
  expect(person).toMatchObject({ name: 'mara' })
  const assigned = await incidents.assign({ ...first, userId: person!.id })
  await incidents.note({ id: first.id, text: ' It was me. ' })
  const closed = await incidents.close(assigned)
  expect(await incidents.get({ id: first.id })).toMatchObject({
    incident: { state: 'closed', assignee: person },
    notes: [{ author: 'mara', text: 'It was me.' }],
  })
  await expect(incidents.close(assigned)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await incidents.reopen(closed)).toMatchObject({ state: 'open' })
})

test('a viewer sees incidents and may not work on them; who is not signed in sees none', async () => {
  const { gatehouse, mara, first } = await withIncident()
  setRole(gatehouse, 'viewer')
  const { incidents } = mara.client
  expect((await incidents.list({})).open).toBe(1)
  const refused = { code: 'NOT_PERMITTED', data: { permission: 'alerts:acknowledge' } }
  await expect(incidents.people()).rejects.toMatchObject(refused)
  await expect(incidents.assign({ ...first, userId: null })).rejects.toMatchObject(refused)
  await expect(incidents.note({ id: first.id, text: 'x' })).rejects.toMatchObject(refused)
  await expect(incidents.close(first)).rejects.toMatchObject(refused)
  await expect(incidents.reopen(first)).rejects.toMatchObject(refused)
  expect((await incidents.get({ id: first.id })).incident).toMatchObject({ version: 1, state: 'open', assignee: null })
  await expect(gatehouse.client().incidents.list({})).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
})
