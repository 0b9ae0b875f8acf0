/** The page of settings. */
import { PageScroll } from '../../ui/page.tsx'

export const SettingsPage = () => <PageScroll label="Settings">{null}</PageScroll>
