/** The page of audit. */
import { PageScroll } from '../../ui/page.tsx'

export const AuditPage = () => <PageScroll label="Audit">{null}</PageScroll>
