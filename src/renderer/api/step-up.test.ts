// Acts that need a fresh code.
import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { StepUpCancelled, stepUpAsking, withStepUp } from './step-up.ts'

const needsCode = () => new ORPCError('STEP_UP_REQUIRED', { defined: true, status: 403, message: 'Enter a fresh code.' })
const asked = () =>
  new Promise<{ finish: (proved: boolean) => void }>((resolve) => {
    const look = () => {
      const asking = stepUpAsking.get()
      if (!asking) return
      stop()
      resolve(asking)
    }
    const stop = stepUpAsking.subscribe(look)
    look()
  })

test('an act that needs no code runs once and asks nothing', async () => {
  let runs = 0
  expect(await withStepUp(async () => ++runs)).toBe(1)
  expect(stepUpAsking.get()).toBeNull()
})

test('after a right code the act runs again and its answer is given', async () => {
  let proved = false
  const result = withStepUp(async () => {
    if (!proved) throw needsCode()
    return 'done'
  })
  const asking = await asked()
  proved = true
  asking.finish(true)
  expect(await result).toBe('done')
  expect(stepUpAsking.get()).toBeNull()
})

test('closing the dialog leaves the act undone', async () => {
  const result = withStepUp(async () => {
    throw needsCode()
  })
  const asking = await asked()
  asking.finish(false)
  await expect(result).rejects.toBeInstanceOf(StepUpCancelled)
})

test('two acts at once ask for one code', async () => {
  let proved = false
  const act = async () => {
    if (!proved) throw needsCode()
    return 'done'
  }
  const both = Promise.all([withStepUp(act), withStepUp(act)])
  const asking = await asked()
  proved = true
  asking.finish(true)
  expect(await both).toEqual(['done', 'done'])
})

test('any other refusal is passed on', async () => {
  const refusal = new ORPCError('NOT_PERMITTED', { defined: true, message: 'No.', data: { permission: 'users:manage' } })
  await expect(withStepUp(() => Promise.reject(refusal))).rejects.toBe(refusal)
})
