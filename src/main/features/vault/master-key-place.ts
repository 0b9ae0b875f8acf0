/** Where a master key may lie. */
import type { masterKeyPlaces } from '../../../shared/contract/console.ts'

export type MasterKeyPlace = (typeof masterKeyPlaces)[number]
