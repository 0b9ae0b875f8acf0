import { expect, test } from 'vitest'
import { newId } from './new-id.ts'

test.each([
  ['Print API', [], 'print-api'],
  ['  Über-Größe!  ', [], 'uber-gro-e'],
  ['印刷', [], 'item'],
  ['Print API', ['print-api'], 'print-api-2'],
  ['Print API', ['print-api', 'print-api-2'], 'print-api-3'],
])('%j is made an id', (name, taken, id) => expect(newId(name, taken)).toBe(id))

test('an id is never longer than the policy takes, and ends with a letter or digit', () => {
  const id = newId(`${'a'.repeat(39)} b`, [])
  expect(id).toHaveLength(39)
})
