import { expect, test } from 'vitest'
import { judgePassword } from './password-strength.ts'

const judge = (password: string, name = 'Mara Rossi') => judgePassword(password, name, 12)

test('a password that is too short says how many characters are missing', async () => {
  expect(await judge('k7!Vq')).toMatchObject({ acceptable: false, reason: 'At least 12 characters: 7 more.' })
  expect(await judge('')).toMatchObject({ score: 0, acceptable: false })
})

test('characters are counted as people see them', async () => {
  expect(await judge('\u{1F511}'.repeat(11))).toMatchObject({ reason: 'At least 12 characters: 1 more.' })
})

test.each(['password1234', 'passwordpassword', 'letmein123456', 'qwertyuiop12', 'aaaaaaaaaaaaaaaa', 'Passw0rd!2024', 'abcdefghijklmnop'])(
  '%s is refused with a reason',
  async (password) => {
    const verdict = await judge(password)
    expect(verdict.acceptable).toBe(false)
    expect(verdict.reason).toMatch(/\.$/)
  },
)

test('a common password with a trivial suffix is named as such', async () => {
  expect((await judge('password1234')).reason).toContain('tried first')
})

test.each(['mara-rossi-2024', 'MaraRossi12345', 'gatehouse12345', 'gatehousegatehouse'])(
  '%s is refused because it is built from names',
  async (password) => {
    expect(await judge(password)).toMatchObject({ acceptable: false })
  },
)

test('a name inside a good password does not spoil it', async () => {
  expect(await judge('mara keeps seven quiet herons')).toMatchObject({ acceptable: true })
})

test('a strong password has nothing said about it', async () => {
  expect(await judge('correct horse battery staple')).toEqual({ score: 4, acceptable: true, reason: null })
  expect(await judge('x7Kp!q2mZv9w')).toMatchObject({ acceptable: true })
})

test('the longest password allowed is judged by its beginning, and padding does not make a weak one strong', async () => {
  expect(await judge('a'.repeat(1024))).toMatchObject({ acceptable: false })
})
