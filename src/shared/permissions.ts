/** Roles of the console and what each may do (least privilege; nothing is allowed that is not listed). */
import { z } from 'zod'

export const permissions = [
  'audit:read',
  'audit:export',
  'audit:verify',
  'vault:list',
  'vault:reveal',
  'vault:write',
  'metrics:read',
  'alerts:acknowledge',
  'alerts:write',
  'guard:read',
  'guard:write',
  'users:manage',
  'settings:read',
  'settings:write',
  'backup:run',
  'jobs:read',
  'jobs:cancel',
] as const
export type Permission = (typeof permissions)[number]
export const permissionSchema = z.enum(permissions)

export const roles = ['admin', 'operator', 'viewer'] as const
export type Role = (typeof roles)[number]
export const roleSchema = z.enum(roles)

const keptFromOperators = new Set<Permission>(['users:manage', 'settings:write', 'backup:run', 'vault:reveal'])

const granted: Record<Role, ReadonlySet<Permission>> = {
  admin: new Set(permissions),
  operator: new Set(permissions.filter((permission) => !keptFromOperators.has(permission))),
  viewer: new Set(permissions.filter((permission) => permission.endsWith(':read') || permission === 'vault:list')),
}

export const roleMay = (role: Role, permission: Permission): boolean => granted[role].has(permission)
export const permissionsOf = (role: Role): Permission[] => [...granted[role]]

/** What somebody may: all that a role may or, with an access token, a part of it. */
export type Rights = Role | readonly Permission[]
export const rightsInclude = (rights: Rights, permission: Permission): boolean =>
  typeof rights === 'string' ? roleMay(rights, permission) : rights.includes(permission)
