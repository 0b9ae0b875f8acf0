import { expect, test } from 'vitest'
import { upstreamSchema } from '../../../shared/policy.ts'
import { readUpstream, upstreamDraftOf, type UpstreamDraft, type UpstreamProblem } from './upstream-draft.ts'

const upstream = upstreamSchema.parse({
  id: 'u',
  name: 'U',
  targets: [{ url: 'http://127.0.0.1:3000', weight: 3 }, { url: 'http://127.0.0.1:3001' }],
})
const draft = upstreamDraftOf(upstream)
const after = (part: Partial<UpstreamDraft>, of = upstream) => {
  const read = readUpstream(of, { ...upstreamDraftOf(of), ...part })
  if (read.kind === 'problem') throw new Error(read.sentence)
  return read.upstream
}

test('a form that nobody touched changes nothing, whatever is set', () => {
  expect(after({})).toEqual(upstream)
  const full = upstreamSchema.parse({
    ...upstream,
    balance: 'hash',
    hashBy: 'header:x-user',
    passiveHealth: null,
    activeHealth: { path: '/up', everyMs: 1500, statuses: [200, 204] },
    recycleMs: 60_000,
  })
  expect(after({}, full)).toEqual(full)
})

test('targets are added with their weights, and a bare port is one on this machine', () => {
  expect(after({ targets: [...draft.targets, { url: '3002', weight: '0' }] }).targets.at(-1)).toEqual({
    url: 'http://127.0.0.1:3002',
    weight: 0,
  })
})

test('health checks and the hash are set and taken away', () => {
  const set = after({ asks: true, askPath: '/health', counts: false, balance: 'hash', hashBy: 'header', hashHeader: 'X-User' })
  expect(set).toMatchObject({ activeHealth: { path: '/health', everyMs: 10_000 }, passiveHealth: null, hashBy: 'header:x-user' })
  expect(after({ asks: false, counts: true }, set)).toMatchObject({ activeHealth: null, passiveHealth: { failures: 5, outForMs: 10_000 } })
})

const numbers = (part: Partial<UpstreamDraft['numbers']>) => ({ numbers: { ...draft.numbers, ...part } })
test.each<[Partial<UpstreamDraft>, UpstreamProblem]>([
  [{ name: ' ' }, { field: 'name', sentence: 'It cannot be empty.' }],
  [{ targets: [{ url: '', weight: '1' }] }, { field: 'url', at: 0, sentence: 'It cannot be empty.' }],
  [
    { targets: [...draft.targets, { url: 'http://a b', weight: '1' }] },
    { field: 'url', at: 2, sentence: '“http://a b”: not an address such as http://127.0.0.1:3000.' },
  ],
  [{ targets: [...draft.targets, { url: '3001', weight: '1' }] }, { field: 'url', at: 2, sentence: 'This target is there already.' }],
  [{ targets: [{ url: '3001', weight: '-1' }] }, { field: 'weight', at: 0, sentence: 'A whole number from 0 to 1,000.' }],
  [{ targets: [{ url: '3001', weight: '0' }] }, { field: 'weight', at: 0, sentence: 'One target at least needs a weight above 0.' }],
  [numbers({ connections: '0' }), { field: 'connections', sentence: 'A whole number from 1 to 1,000.' }],
  [numbers({ connectTimeoutMs: '' }), { field: 'connectTimeoutMs', sentence: 'A number from 0.01 to 120.' }],
  [
    { asks: true, ...numbers({ statusFrom: '400' }) },
    { field: 'statusTo', sentence: 'This is below the first.' },
  ],
  [
    { asks: true, askPath: 'up' },
    { field: 'askPath', sentence: '“up” must begin with /.' },
  ],
  [
    { balance: 'hash', hashBy: 'header', hashHeader: '' },
    { field: 'hashHeader', sentence: 'It cannot be empty.' },
  ],
])('%j is refused at its field', (part, problem) => {
  expect(readUpstream(upstream, { ...draft, ...part })).toEqual({ kind: 'problem', ...problem })
})
