// Benchmark: the bare proxy that the guard is compared with.
import type { AddressInfo } from 'node:net'
import proxy from '@fastify/http-proxy'
import fastify from 'fastify'

const server = fastify({ logger: false })
await server.register(proxy, { upstream: process.argv[2]! })
await server.listen({ port: 0, host: '127.0.0.1' })
process.on('disconnect', () => process.exit())
process.send!({ port: (server.server.address() as AddressInfo).port })
