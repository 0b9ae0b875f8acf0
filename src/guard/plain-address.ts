/** IPv4 as IPv4, also where the socket speaks IPv6. */
export const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
