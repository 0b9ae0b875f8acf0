/** In place of the list where nothing went through the guard, and the way to begin where there is nothing to go to. */
import { useNavigate } from '@tanstack/react-router'
import { ArrowLeftRight } from 'lucide-react'
import { useMay } from '../../api/access.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/view-state.tsx'
import { usePolicy } from '../guard/guard-queries.ts'

export const NoTraffic = () => {
  const navigate = useNavigate()
  const mayWrite = useMay('guard:write')
  const { data: policy } = usePolicy()
  const begun = policy === undefined || policy.routes.length > 0
  return (
    <EmptyState
      icon={<ArrowLeftRight aria-hidden />}
      title={begun ? 'No requests in this time' : 'No service is behind the guard yet'}
      text="Each request that goes through the guard is shown here with its way through the stages, a second after it came."
      action={
        !begun &&
        mayWrite && (
          <Button look="primary" onClick={() => void navigate({ to: '/routes', search: { dialog: 'add' } })}>
            Put a service behind the guard
          </Button>
        )
      }
    />
  )
}
