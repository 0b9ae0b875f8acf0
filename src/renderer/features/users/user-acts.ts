/** What administrators do with a user, told with the way back where there is one. What the core refuses is thrown. */
import type { Session } from '../../../shared/contract/account.ts'
import type { AccessToken } from '../../../shared/contract/tokens.ts'
import type { Invitation, InvitationGrant, ManagedUser } from '../../../shared/contract/users.ts'
import { roleSentences } from '../../../shared/permission-words.ts'
import type { Role } from '../../../shared/permissions.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { formatCounted } from '../../ui/format.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { renewUsers } from './users-queries.ts'

/** Asks for a fresh code where one is needed. Done or refused, what is known of the users may be old now. */
const acting = async <Result>(call: () => Promise<Result>): Promise<Result> => {
  try {
    return await withStepUp(call)
  } finally {
    void renewUsers()
  }
}

let closeUndo = () => {}
/** The user is another now: what offers to undo the act before would be refused. */
const tell = (notice: Parameters<typeof toastDone>[0]) => {
  closeUndo()
  closeUndo = toastDone(notice)
}

const undo = (act: () => Promise<void>) => () =>
  void act().catch((error: unknown) => {
    if (!(error instanceof StepUpCancelled)) toastProblem({ title: 'It was not undone', text: describeProblem(error).sentence })
  })

export const changeRole = async (user: ManagedUser, role: Role, opensVault: boolean): Promise<void> => {
  const changed = await acting(() => client.users.changeRole({ id: user.id, role, opensVault, version: user.version }))
  tell({
    title: changed.role === user.role ? `${changed.name} was changed` : `${changed.name} is ${changed.role} now`,
    text: changed.role === user.role ? undefined : `They ${roleSentences[changed.role]}. Their pages follow at once.`,
    action: {
      label: 'Undo',
      run: undo(async () => {
        await acting(() => client.users.changeRole({ id: user.id, role: user.role, opensVault: user.opensVault, version: changed.version }))
        toastDone({ title: `${user.name} is ${user.role}, as before` })
      }),
    },
  })
}

const setDisabled = async (user: ManagedUser, disabled: boolean) =>
  acting(() => client.users.setDisabled({ id: user.id, disabled, version: user.version }))

export const enable = async (user: ManagedUser): Promise<void> => {
  const enabled = await setDisabled(user, false)
  tell({ title: `${enabled.name} may sign in again` })
}

export const disable = async (user: ManagedUser): Promise<void> => {
  const disabled = await setDisabled(user, true)
  tell({
    title: `${disabled.name} is disabled`,
    text: user.sessions === 0 ? undefined : `${formatCounted(user.sessions, 'session', 'sessions')} ended.`,
    action: { label: 'Undo', run: undo(() => enable(disabled)) },
  })
}

export const resetMfa = async (user: ManagedUser): Promise<void> => {
  await acting(() => client.users.resetMfa({ id: user.id, version: user.version }))
  tell({ title: `${user.name} enrols at the next sign-in`, text: 'Their authenticator and backup codes open nothing any more.' })
}

export const resetPassword = (user: ManagedUser): Promise<InvitationGrant> =>
  acting(() => client.users.resetPassword({ id: user.id, version: user.version }))

export const acceptRow = async (user: ManagedUser): Promise<void> => {
  await acting(() => client.users.acceptRow({ id: user.id, version: user.version }))
  tell({ title: `${user.name} is taken as the database says` })
}

export const endSession = async (user: ManagedUser, session: Session): Promise<void> => {
  await acting(() => client.users.revokeSession({ id: user.id, sessionId: session.id }))
  toastDone({ title: `The session of ${session.device} was ended` })
}

export const endSessions = async (user: ManagedUser): Promise<void> => {
  const { revoked } = await acting(() => client.users.revokeSessions({ id: user.id }))
  toastDone({ title: `${formatCounted(revoked, 'session', 'sessions')} of ${user.name} ended` })
}

export const revokeToken = async (user: ManagedUser, token: AccessToken): Promise<void> => {
  try {
    await client.tokens.revokeOfUser({ userId: user.id, id: token.id })
    toastDone({ title: `The token “${token.name}” is revoked`, text: 'It is refused from now on.' })
  } finally {
    void queryClient.invalidateQueries({ queryKey: orpc.tokens.key() })
  }
}

export const invite = (wanted: { name: string; role: Role; opensVault: boolean }): Promise<InvitationGrant> =>
  acting(() => client.users.invite(wanted))

export const renewInvitation = (invitation: Invitation): Promise<InvitationGrant> =>
  acting(() => client.users.renewInvitation({ id: invitation.id }))

export const withdrawInvitation = async (invitation: Invitation): Promise<void> => {
  await acting(() => client.users.withdrawInvitation({ id: invitation.id }))
  toastDone({ title: `The code for ${invitation.name} is void` })
}
