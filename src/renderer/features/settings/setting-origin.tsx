/** Where a value comes from, as a badge; grey unless it was changed here. */
import type { SettingOrigin } from '../../../shared/contract/settings.ts'
import { Badge } from '../../ui/badge.tsx'
import { originWords } from './setting-words.ts'

export const OriginBadge = ({ origin }: { origin: SettingOrigin }) => <Badge live={origin === 'run time'}>{originWords[origin]}</Badge>
