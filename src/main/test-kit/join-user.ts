/** Another user of a test console, invited by an administrator and let in as anybody is. */
import { generateSync } from 'otplib'
import type { Role } from '../../shared/permissions.ts'
import type { FirstRun, TestConsole } from './create-test-console.ts'
import { testPassword } from './create-test-console.ts'

export interface Joining {
  name: string
  role: Role
  opensVault?: boolean
}

/** A fresh code of an administrator: for five minutes users may be changed. */
export const stepUp = async (console: TestConsole, admin: FirstRun): Promise<void> => {
  console.clock.advance(30_000)
  await admin.client.access.stepUp({ code: admin.code() })
}

export const joinUser = async (
  console: TestConsole,
  admin: FirstRun,
  { name, role, opensVault = role === 'admin' }: Joining,
): Promise<FirstRun> => {
  await stepUp(console, admin)
  const { code } = await admin.client.users.invite({ name, role, opensVault })
  const { ticket, secret } = await console.client().invitation.accept({ code, password: testPassword })
  const first = generateSync({ secret, epoch: Math.floor(console.clock.now() / 1000) })
  const { session, backupCodes } = await console.client().access.confirmEnrolment({ ticket, code: first })
  return console.known({ name, password: testPassword, secret, token: session.token, backupCodes })
}
