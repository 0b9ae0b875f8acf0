/** The page of account. */
import { PageScroll } from '../../ui/page.tsx'

export const AccountPage = () => <PageScroll label="Account">{null}</PageScroll>
