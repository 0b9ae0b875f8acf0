/** Whether an address may be asked about a key: HTTPS, public, and without anything secret of its own. */
import { ForbiddenAddress, refusePrivate } from '../../../ports/outgoing/judge-address.ts'
import { judgeHost } from '../../../ports/outgoing/resolve-host.ts'
import { refuseField } from '../../outgoing/refuse-field.ts'

const refuse = (sentence: string) => refuseField('url', sentence)

/** As it is kept. Throws INVALID_INPUT. A name is judged again whenever it was looked up. */
export const checkAddressOf = (given: string): string => {
  const url = URL.parse(given)
  if (!url) throw refuse('Enter an address, such as https://api.example.com/me.')
  if (url.protocol !== 'https:') throw refuse('The address must begin with https://, since the key is sent there.')
  if (url.username || url.password) throw refuse('Leave the user name and password out of the address: the key is all that is sent.')
  if (url.hash) throw refuse('Leave out what follows #: it is never sent.')
  try {
    judgeHost(url.hostname, refusePrivate)
  } catch (error) {
    if (error instanceof ForbiddenAddress) throw refuse(`${error.message} Keys are checked at public addresses alone.`)
    throw error
  }
  return url.href
}
