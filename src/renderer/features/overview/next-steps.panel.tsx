/** What to do next in a new installation; each step goes when it is done, and the panel with the last. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { BadgeCheck, KeyRound, UserPlus, Waypoints, type LucideIcon } from 'lucide-react'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { announceVerdict } from '../audit/announce-verdict.ts'
import { startVerification } from '../audit/verification.ts'
import { lastVerified } from './record-queries.ts'

interface Step {
  icon: LucideIcon
  title: string
  why: string
  act: string
  run: () => void
}

export const NextStepsPanel = () => {
  const navigate = useNavigate()
  const mayStore = useMay('vault:write')
  const mayGuard = useMay('guard:write')
  const mayInvite = useMay('users:manage')
  const mayVerify = useMay('audit:verify')
  const keys = useQuery({ ...orpc.vault.list.queryOptions({ input: {} }), enabled: mayStore }).data
  const policy = useQuery({ ...orpc.guard.policy.queryOptions(), enabled: mayGuard }).data
  const people = useQuery({ ...orpc.users.list.queryOptions(), enabled: mayInvite }).data
  const verified = useQuery({ ...lastVerified, enabled: mayVerify }).data
  const steps: (Step | false)[] = [
    keys?.length === 0 && {
      icon: KeyRound,
      title: 'Store a key',
      why: 'Sealed in the vault it stands in no file, and each look at it is on record.',
      act: 'Open the vault',
      run: () => void navigate({ to: '/vault' }),
    },
    policy?.routes.length === 0 && {
      icon: Waypoints,
      title: 'Put a service behind the guard',
      why: 'Whoever calls it is asked for a key, held to limits, and seen here.',
      act: 'Open the routes',
      run: () => void navigate({ to: '/routes' }),
    },
    people?.users.length === 1 &&
      people.invitations.length === 0 && {
        icon: UserPlus,
        title: 'Invite a user',
        why: 'A second administrator can let you in again, should you lose your phone.',
        act: 'Invite somebody',
        run: () => void navigate({ to: '/users', search: { invite: true } }),
      },
    verified?.entries.length === 0 && {
      icon: BadgeCheck,
      title: 'Verify the log',
      why: 'It takes a moment and proves that nothing in it was changed.',
      act: 'Verify the log',
      run: () => {
        const goToAudit = () => void navigate({ to: '/audit' })
        goToAudit()
        void startVerification(announceVerdict(goToAudit))
      },
    },
  ]
  const left = steps.filter((step) => step !== false)
  if (left.length === 0) return null
  return (
    <section aria-labelledby="next-title" className="border-b border-hairline px-4 py-3">
      <h2 id="next-title" className="mb-1">
        Next steps
      </h2>
      <ul className="grid gap-x-8 wide:grid-cols-2">
        {left.map(({ icon: Icon, title, why, act, run }) => (
          <li key={title} className="flex items-center gap-3 py-1">
            <Icon aria-hidden className="flex-none text-2" />
            <span className="min-w-0 flex-1">
              <span className="font-strong">{title}</span>
              <span className="block text-small text-2">{why}</span>
            </span>
            <Button onClick={run}>{act}</Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
