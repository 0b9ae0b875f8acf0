import { expect, test } from 'vitest'
import { aBatch, aHead } from '../../test-kit/any-outgoing.ts'
import { hashEntry } from '../../database/chain.ts'
import { webhookBody } from './webhook-request.ts'

test('the body holds what the hash of an entry covers, so that a receiver can prove it by itself', () => {
  const [given] = aBatch().entries
  const entry = { ...given!, hash: '' }
  const hash = hashEntry(
    'installation',
    {
      ...entry,
      actorKind: entry.actor.kind,
      actorId: entry.actor.id,
      actorName: entry.actor.name,
      targetKind: entry.target!.kind,
      targetId: entry.target!.id,
      targetName: entry.target!.name,
    },
    entry.previousHash,
  )
  const body = JSON.parse(webhookBody(aBatch({ entries: [{ ...entry, hash }], head: aHead }), 'installation')) as {
    installationId: string
    head: unknown
    entries: (typeof entry & { time: string })[]
  }
  expect(body.installationId).toBe('installation')
  expect(body.head).toEqual(aHead)
  const sent = body.entries[0]!
  expect(sent.time).toBe('2026-11-21T08:00:00.005Z')
  const { actor, target } = sent
  expect(
    hashEntry(
      body.installationId,
      {
        ...sent,
        actorKind: actor.kind,
        actorId: actor.id,
        actorName: actor.name,
        targetKind: target!.kind,
        targetId: target!.id,
        targetName: target!.name,
      },
      sent.previousHash,
    ),
  ).toBe(sent.hash)
})

test('a test record is no entry', () => {
  expect(JSON.parse(webhookBody(aBatch({ entries: [], testAtMs: 0 }), 'installation'))).toEqual({
    installationId: 'installation',
    entries: [],
    test: { time: '1970-01-01T00:00:00.000Z', message: expect.stringContaining('Test record') as string },
  })
})
