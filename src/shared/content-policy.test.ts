import { expect, test } from 'vitest'
import { allowing, allows, isRisky, policyText } from './content-policy.ts'

const strict = { 'default-src': "'self'", 'object-src': "'none'", 'frame-ancestors': "'none'" }

test('what was reported becomes a source of the directive that stands for it, with what held before', () => {
  expect(allowing(strict, 'script-src-elem', 'https://cdn.example')).toEqual({ ...strict, 'script-src': "'self' https://cdn.example" })
  expect(allowing({ ...strict, 'script-src-elem': 'https://a.example' }, 'script-src-elem', 'https://cdn.example')).toMatchObject({
    'script-src-elem': 'https://a.example https://cdn.example',
  })
  expect(allowing(strict, 'object-src', 'https://cdn.example')).toEqual({ ...strict, 'object-src': 'https://cdn.example' })
  expect(allowing(strict, 'form-action', 'https://pay.example')).toEqual({ ...strict, 'form-action': 'https://pay.example' })
  expect(allowing(strict, 'img-src', 'data')).toEqual({ ...strict, 'img-src': "'self' data:" })
  expect(allowing(strict, 'worker-src', 'blob')).toEqual({ ...strict, 'worker-src': "'self' blob:" })
  expect(allowing(strict, 'made-up', 'https://cdn.example')).toBeNull()
})

test('what is allowed since is known, and what would take the worth of the policy away is told', () => {
  expect(allows(strict, 'script-src-elem', 'self')).toBe(true)
  expect(allows(strict, 'script-src-elem', 'https://cdn.example')).toBe(false)
  expect(allows(allowing(strict, 'script-src-elem', 'https://cdn.example')!, 'script-src-elem', 'https://cdn.example')).toBe(true)
  expect(isRisky('script-src-attr', 'inline')).toBe(true)
  expect(isRisky('style-src', 'inline')).toBe(false)
})

test('the header has each directive once, and none an empty source', () => {
  expect(policyText({ ...strict, 'upgrade-insecure-requests': '' })).toBe(
    "default-src 'self'; object-src 'none'; frame-ancestors 'none'; upgrade-insecure-requests",
  )
})
