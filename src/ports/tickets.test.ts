import { expect, test } from 'vitest'
import { createIds } from './ids.ts'
import { createHandClock } from '../main/test-kit/hand-clock.ts'
import { createTickets } from './tickets.ts'

const setUp = (capacity = 3) => {
  const clock = createHandClock()
  return { clock, tickets: createTickets<string>({ clock, ids: createIds(clock), lifetimeMs: 1000, capacity }) }
}

test('a ticket is found until it expires, whatever the wall clock says', () => {
  const { clock, tickets } = setUp()
  const { ticket, expiresAtMs } = tickets.issue('mine')
  expect(expiresAtMs).toBe(clock.now() + 1000)
  clock.setNow(0)
  clock.advance(999)
  expect(tickets.find(ticket)).toBe('mine')
  clock.advance(1)
  expect(tickets.find(ticket)).toBeNull()
})

test('the oldest makes room, and a dropped one is gone', () => {
  const { tickets } = setUp()
  const [first, second, third, fourth] = ['a', 'b', 'c', 'd'].map((content) => tickets.issue(content).ticket)
  expect(tickets.find(first!)).toBeNull()
  tickets.drop(third!)
  expect([second, third, fourth].map((ticket) => tickets.find(ticket!))).toEqual(['b', null, 'd'])
})

test('an unknown ticket is none', () => {
  expect(setUp().tickets.find('x'.repeat(10_000))).toBeNull()
})

test('what a ticket holds is let go at its time, though nobody asks for it', () => {
  const clock = createHandClock()
  const looked: string[] = []
  const tickets = createTickets<{ name: string }>({ clock, ids: createIds(clock), lifetimeMs: 1000, capacity: 3 })
  const issue = (name: string) =>
    tickets.issue({
      get name() {
        looked.push(name)
        return name
      },
    })
  issue('a')
  clock.advance(400)
  issue('b')
  clock.advance(700)
  tickets.dropWhere(({ name }) => name === 'nobody')
  expect(looked).toEqual(['b'])
  expect(clock.waiting()).toBe(1)
  clock.advance(300)
  expect(clock.waiting()).toBe(0)
})
