/** What is known of a user, as names and values. */
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { roleSentences } from '../../../shared/permission-words.ts'
import { Facts } from '../../ui/facts.tsx'
import { formatCounted } from '../../ui/format.ts'
import { PanelSection } from '../../ui/side-panel.tsx'
import { RelativeTime, Timestamp } from '../../ui/timestamp.tsx'
import { noMfaSentence, vaultSentence } from './users-words.ts'

export const UserFacts = ({ of: user }: { of: ManagedUser }) => {
  const noneLeft = user.mfaEnrolledAtMs === null ? 'None' : 'None is left'
  return (
    <PanelSection>
      <Facts
        facts={[
          {
            name: 'Role',
            value: (
              <span>
                {user.role} <span className="text-2">{roleSentences[user.role]}</span>
              </span>
            ),
          },
          {
            name: 'Authenticator',
            value:
              user.mfaEnrolledAtMs === null ? (
                noMfaSentence(user)
              ) : (
                <span>
                  Enrolled <RelativeTime atMs={user.mfaEnrolledAtMs} />
                </span>
              ),
          },
          {
            name: 'Backup codes',
            value: user.backupCodesLeft === 0 ? noneLeft : `${formatCounted(user.backupCodesLeft, 'is', 'are')} left`,
          },
          {
            name: 'Password',
            value: user.passwordResetPending ? (
              'Void: they choose another one with the code'
            ) : (
              <span>
                Set <RelativeTime atMs={user.passwordChangedAtMs} />
              </span>
            ),
          },
          { name: 'Vault', value: vaultSentence(user) },
          { name: 'Last seen', value: user.lastSeenAtMs === null ? 'Never' : <RelativeTime atMs={user.lastSeenAtMs} /> },
          { name: 'Since', value: <Timestamp atMs={user.createdAtMs} look="day" /> },
        ]}
      />
    </PanelSection>
  )
}
