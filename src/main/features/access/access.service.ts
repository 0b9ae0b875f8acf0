/** Who may open the gate: joins first run, sign-in, sessions, re-authentication and the own account into one service. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { AccessState, PasswordVerdict } from '../../../shared/contract/access.ts'
import type { Database } from '../../database/database.ts'
import type { RepeatedEvents } from '../../database/repeated-events.ts'
import type { Downloads, Identity } from '../handlers.ts'
import type { Keys, RecoveryKeys, Resealer } from '../vault/key-ring.ts'
import type { AccessSettings } from './access-settings.ts'
import { createAccounts } from './account.service.ts'
import type { Accounts } from './account.service.ts'
import { createAttempts } from './attempts.service.ts'
import { createEnrolments } from './enrolment.service.ts'
import type { Enrolments } from './enrolment.service.ts'
import { createInvitations } from './invitations.service.ts'
import type { Invitations } from './invitations.service.ts'
import { createInvitees } from './invitees.service.ts'
import type { Invitees } from './invitees.service.ts'
import { createPasswordRecovery } from './password-recovery.service.ts'
import type { PasswordRecovery } from './password-recovery.service.ts'
import type { PasswordHasher } from './password-hash.ts'
import { createMfaPolicy } from './mfa-policy.service.ts'
import { judgePassword } from './password-strength.ts'
import { createReauthentication } from './reauthentication.service.ts'
import type { Reauthentication } from './reauthentication.service.ts'
import { createRowSeals } from './row-seals.service.ts'
import { createSessionKeeper } from './session-keeper.service.ts'
import { createSessions } from './sessions.service.ts'
import type { Sessions } from './sessions.service.ts'
import { createSignIn } from './sign-in.service.ts'
import type { SignIn } from './sign-in.service.ts'
import { createStepUps } from './step-ups.ts'
import { anyUser, enabledUsers, resealAuthenticators } from './user.store.ts'
import type { UserRow } from './user.store.ts'
import { createUsers } from './users.service.ts'
import type { Users } from './users.service.ts'

export interface AccessOptions {
  database: Database
  /** Closed after access has stopped. */
  repeated: Pick<RepeatedEvents, 'append'>
  keys: Keys
  recovery: RecoveryKeys
  ids: Ids
  clock: Clock
  settings: AccessSettings
  events: LiveEvents
  hasher: PasswordHasher
  logger: Logger
  downloads: Downloads
}

export interface Access {
  state(identity: Identity): AccessState
  judgePassword(input: { name: string; password: string }): Promise<PasswordVerdict>
  /** For the gate: whom a session token stands for. */
  identify(token: string | null): Identity
  lockAll(why: 'screen' | 'suspend' | 'user'): Promise<void>
  /** What a session may, as long as it stays so; null where it is locked or has ended. */
  standing(sessionId: string): string | null
  /** Whether Gatehouse wrote this row, as far as can be told. */
  userIsRight(row: UserRow): boolean
  /** They must have a second factor and have none: nobody acts as them until they do. */
  mustEnrol(row: UserRow): boolean
  /** Neither locked nor ended. */
  sessionIsOpen(sessionId: string): boolean
  /** Some session is neither locked nor ended. */
  anybodyIsThere(): boolean
  /** Who may sign in, by name. */
  people(): { id: string; name: string }[]
  enrolments: Enrolments
  signIn: SignIn
  sessions: Sessions
  recovery: PasswordRecovery
  reauthentication: Reauthentication
  accounts: Accounts
  invitations: Invitations
  invitees: Invitees
  users: Users
  /** Everything that access keeps sealed. */
  reseal: Resealer
  /** Ends the timers. */
  stop(): void
}

export const createAccess = (options: AccessOptions): Access => {
  const { database, settings } = options
  const attempts = createAttempts(options)
  const mfa = createMfaPolicy(options)
  const keeper = createSessionKeeper(options)
  const seals = createRowSeals(options)
  const stepUps = createStepUps()
  const sessions = createSessions({ ...options, keeper, seals, stepUps })
  const reauthentication = createReauthentication({ ...options, attempts, keeper, seals, stepUps })
  const enrolments = createEnrolments({ ...options, attempts, sessions, seals, mfa })
  const signIn = createSignIn({ ...options, attempts, sessions, enrolments, seals, mfa })
  const invitations = createInvitations({ ...options, seals })
  const accounts = createAccounts({ ...options, reauthentication })
  const minLength = () => settings.get('access.password.minLength')
  return {
    state: (identity) => ({ firstRun: !database.read(anyUser), passwordMinLength: minLength(), session: sessions.stateOf(identity) }),
    judgePassword: ({ name, password }) => judgePassword(password, name, minLength()),
    identify: (token) => sessions.identify(token),
    lockAll: (why) => sessions.lockAll(why),
    userIsRight: (row) => seals.userIsRight(row),
    mustEnrol: (row) => mfa.mustEnrol(row),
    standing: (sessionId) => sessions.standing(sessionId),
    sessionIsOpen: (sessionId) => sessions.isOpen(sessionId),
    anybodyIsThere: () => sessions.anybodyIsThere(),
    people: () => database.read(enabledUsers),
    enrolments,
    signIn,
    sessions,
    recovery: createPasswordRecovery({ ...options, seals, signIn }),
    reauthentication,
    accounts,
    invitations,
    invitees: createInvitees({ ...options, invitations, enrolments, sessions, signIn, seals, mfa }),
    users: createUsers({ ...options, invitations, sessions, seals, mfa }),
    reseal: resealAuthenticators,
    stop: () => {
      mfa.stop()
      keeper.stop()
    },
  }
}
