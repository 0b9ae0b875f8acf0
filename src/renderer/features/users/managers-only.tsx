/** What who may not manage users sees instead: why, and the page of these that is open to all. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../../api/access.ts'
import { NoPermissionState } from '../../ui/view-state.tsx'

export const ManagersOnly = ({ children }: { children: ReactNode }) =>
  useMay('users:manage') ? (
    children
  ) : (
    <NoPermissionState
      title="The users are not open to you"
      text="Your role may not manage users. An administrator can change that."
      action={
        <Link to="/users/roles" className="text-accent-text hover:underline">
          See what the roles may do
        </Link>
      }
    />
  )
