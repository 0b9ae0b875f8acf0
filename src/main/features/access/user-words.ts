/** Words that rows of users stand or fall with. */

/** In place of a password's hash: it was reset, and nothing verifies against this. */
export const noPassword = 'reset'

/** What the sealed secret is bound to: a secret moved to another user or version does not open. */
export const totpBinding = (userId: string, version: number): string => `user-totp of a sealed row:${userId}:${version}`
