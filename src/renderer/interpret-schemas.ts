/** Imported before everything else: the policy of this page forbids schemas that compile themselves with `new Function`. */
import { z } from 'zod'

z.config({ jitless: true })
