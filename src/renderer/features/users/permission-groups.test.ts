import { expect, test } from 'vitest'
import { permissions } from '../../../shared/permissions.ts'
import { permissionGroups } from './permission-groups.ts'

test('each permission stands in one group', () => {
  const grouped = permissionGroups.flatMap((group) => group.permissions)
  expect(grouped.toSorted()).toEqual([...permissions].toSorted())
})
