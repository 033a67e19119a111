import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import fastify from 'fastify'
import t, { type Test } from 'tap'
import { endSlowBodies } from '../../src/http/server.ts'

async function listening(t: Test): Promise<number> {
  const server = fastify()
  endSlowBodies(server, 50)
  server.post('/', async () => 'taken')
  server.post('/files', { config: { takes_long: true } }, async () => 'taken')
  await server.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => server.close())
  return (server.server.address() as AddressInfo).port
}

t.test('who never ends a body is hung up on', async t => {
  const socket = connect(await listening(t), '127.0.0.1')
  let answer = ''
  socket.on('data', data => {
    answer += data
  })
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nhalf')
  await new Promise(resolve => socket.once('close', resolve).on('error', () => {}))
  t.equal(answer, '')
})

t.test('a file may take longer', async t => {
  const port = await listening(t)
  const upload = request({ port, path: '/files', method: 'POST', headers: { 'content-type': 'text/plain' } })
  upload.write('half')
  // Others are hung up on meanwhile.
  const other = connect(port, '127.0.0.1').on('error', () => {})
  other.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nhalf')
  await new Promise(resolve => other.once('close', resolve))
  upload.end(' and half')
  const status = await new Promise(resolve =>
    upload.once('response', response => resolve(response.resume().statusCode)),
  )
  t.equal(status, 200)
})
