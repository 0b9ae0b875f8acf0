/** The state of a destination in a word or two. */
import type { Destination } from '../../../shared/contract/forwarding.ts'
import { Badge } from '../../ui/badge.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'

export const DestinationState = ({ state }: Pick<Destination, 'state'>) => {
  switch (state.kind) {
    case 'off':
      return <Badge>Stopped</Badge>
    case 'sending':
      return <Badge live>Sending</Badge>
    case 'idle':
      return <Badge live>Up to date</Badge>
    case 'failing':
      return (
        <SeverityLabel severity="high" look="badge">
          Failing
        </SeverityLabel>
      )
    case 'sealed':
      return (
        <SeverityLabel severity="medium" look="badge">
          Waits for the vault
        </SeverityLabel>
      )
  }
}
