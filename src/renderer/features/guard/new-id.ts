/** An id for a new part of the policy, made of its name, that no other part has. */

/** Letters, digits and hyphens of the name, at most 40; a number behind it where it is taken. */
export const newId = (name: string, taken: readonly string[]): string => {
  const folded = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  const base = folded === '' ? 'item' : folded
  if (!taken.includes(base)) return base
  let number = 2
  while (taken.includes(`${base}-${number}`)) number += 1
  return `${base}-${number}`
}
