/** Pieces that the guard's policy is made of: names, numbers within bounds, headers. */
import { z } from 'zod'
import { isAddress, isNetwork } from './network-address.ts'

export const idSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/i, 'an id has letters, digits, - and _, at most 64')
export const nameSchema = z.string().trim().min(1).max(80)
export const ms = (floor: number, ceiling: number) => z.int().min(floor).max(ceiling)
export const bytes = (floor: number, ceiling: number) => z.int().min(floor).max(ceiling)
export const kb = 1024
export const mb = 1024 * kb
export const gb = 1024 * mb

/** RFC 9110, 5.6.2: a token. */
export const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
export const headerNameSchema = z.string().min(1).max(100).regex(token, 'not a name of a header').toLowerCase()
/** Those that say where a message ends, or hold for one connection: set by hand they would tear requests apart. */
const framing = new Set([
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
/** A header that the policy may write. */
export const writtenHeaderNameSchema = headerNameSchema.refine((name) => !framing.has(name), 'this header belongs to the connection')
/** Visible ASCII, spaces and tabs inside: no line may be smuggled in. */
export const headerValueSchema = z
  .string()
  .max(4000)
  .regex(/^(?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?$/, 'not a value of a header')
export const networkSchema = z
  .string()
  .refine((text) => isNetwork(text) || isAddress(text), 'neither an address nor a network such as 10.0.0.0/8')
