/** The same key lies in the vault already: says where. */
import { Link } from '@tanstack/react-router'
import { Notice } from '../../ui/notice.tsx'

export const DuplicateNotice = ({ of, onLeave }: { of: { id: string; label: string }; onLeave?: () => void }) => (
  <Notice severity="medium">
    <p>
      This key is in the vault already, as{' '}
      <Link to="/vault" search={{ key: of.id }} onClick={onLeave} className="text-accent-text">
        {of.label}
      </Link>
      . Kept twice, it has to be rotated and revoked twice.
    </p>
  </Notice>
)
