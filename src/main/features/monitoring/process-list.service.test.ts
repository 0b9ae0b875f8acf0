import { expect, test } from 'vitest'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { createProcessList } from './process-list.service.ts'

const create = (processes: () => Promise<never[]> = async () => []) => {
  const clock = createHandClock()
  let asked = 0
  const machine = {
    read: async () => ({}),
    processes: () => {
      asked += 1
      return processes()
    },
  }
  const list = createProcessList({ machine, clock, consolePid: 1 })
  const told = async () => {
    const answer = list.list()
    answer.catch(() => {})
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(500)
    return answer
  }
  return { clock, told, asked: () => asked }
}

test('a first look asks twice, so that shares of time are known', async () => {
  const { told, asked } = create()
  await told()
  expect(asked()).toBe(2)
})

test('many who ask within five seconds get the same look', async () => {
  const { told, asked, clock } = create()
  await told()
  await told()
  expect(asked()).toBe(2)
  clock.advance(5_000)
  await told()
  expect(asked()).toBe(3)
})

test('a look that failed is not an answer for the next', async () => {
  let fails = true
  const { told } = create(() => (fails ? Promise.reject(new Error('no')) : Promise.resolve([])))
  await expect(told()).rejects.toThrow('no')
  fails = false
  expect(await told()).toMatchObject({ top: [], own: [] })
})
