// Where the window keeps its two secrets.
import { expect, test } from 'vitest'
import { createTokenStore } from './token-store.ts'

const memoryStorage = () => {
  const held = new Map<string, string>()
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  }
}

test('tokens survive a reload of the window', () => {
  const storage = memoryStorage()
  createTokenStore(storage).set('host', 'h')
  expect(createTokenStore(storage).get('host')).toBe('h')
  expect([...storage.held.keys()]).toEqual(['gatehouse.host'])
})

test('a forgotten token leaves nothing in storage', () => {
  const storage = memoryStorage()
  const store = createTokenStore(storage)
  store.set('session', 's')
  store.set('session', null)
  expect(store.get('session')).toBeNull()
  expect(storage.held.size).toBe(0)
})

test('host and session token are kept apart', () => {
  const store = createTokenStore(memoryStorage())
  store.set('host', 'h')
  store.set('session', 's')
  store.set('session', null)
  expect(store.get('host')).toBe('h')
})

test('a window that may not store keeps its tokens as long as the page lives', () => {
  const refuse = () => {
    throw new Error('denied')
  }
  const store = createTokenStore({ getItem: refuse, setItem: refuse, removeItem: refuse })
  expect(store.get('host')).toBeNull()
  store.set('host', 'h')
  expect(store.get('host')).toBe('h')
})
