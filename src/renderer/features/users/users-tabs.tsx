/** The faces of the users' place, for who manages them: people, the invitations that are open, and what the roles may do. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { tabLink, TabLinks } from '../../ui/tab-links.tsx'
import { usersOptions } from './users-queries.ts'

export const UsersTabs = () => {
  const open = useQuery(usersOptions).data?.invitations.length ?? 0
  return (
    <TabLinks label="Views of the users">
      <Link to="/users" {...tabLink}>
        Users
      </Link>
      <Link to="/users/invitations" {...tabLink}>
        Invitations{open > 0 && <span className="ml-1 tabular-nums">{open}</span>}
      </Link>
      <Link to="/users/roles" {...tabLink}>
        Roles
      </Link>
    </TabLinks>
  )
}
