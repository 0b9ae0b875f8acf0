/** How the code of an invitation is written, so that scanners, hosts and people know one when they see it. */

/** Then 256 random bits in base64url. */
export const invitationPrefix = 'ghi_'
