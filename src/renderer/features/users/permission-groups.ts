/** The permissions by what they are about, in the order of the console's rail. */
import { permissions, type Permission } from '../../../shared/permissions.ts'

type Area = Permission extends `${infer Before}:${string}` ? Before : never

const areaNames: Record<Area, string> = {
  metrics: 'Watching',
  alerts: 'Watching',
  guard: 'The guard',
  vault: 'The vault',
  audit: 'The record',
  users: 'The console',
  settings: 'The console',
  backup: 'The console',
  jobs: 'Jobs',
}

export interface PermissionGroup {
  name: string
  permissions: readonly Permission[]
}

const groupNames = [...new Set(Object.values(areaNames))]
const groupOf = (permission: Permission) => areaNames[permission.slice(0, permission.indexOf(':')) as Area]

export const permissionGroups: readonly PermissionGroup[] = groupNames.map((name) => ({
  name,
  permissions: permissions.filter((permission) => groupOf(permission) === name),
}))
