import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { createOutbound, OutboundError } from '../../src/http/outbound.ts'

const LOOPBACK = ['127.0.0.0/8', '::1']

async function serve(test: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  test.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

t.test('it asks, and answers status, headers and body', async t => {
  const url = await serve(t, (request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () =>
      response.writeHead(201, { 'x-was': `${request.method} ${request.headers['content-type']}` }).end(`got ${body}`),
    )
  })
  const answer = await createOutbound(LOOPBACK)(`${url}path`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: 'grüße',
  })
  t.equal(answer.status, 201)
  t.equal(answer.headers.get('x-was'), 'POST text/plain')
  t.equal(answer.body.toString(), 'got grüße')
})

t.test('a private address is not reached, however it is written', async t => {
  let asked = 0
  const url = await serve(t, (_request, response) => {
    asked += 1
    response.end()
  })
  const { port } = new URL(url)
  const outbound = createOutbound([])
  for (const host of [
    '127.0.0.1',
    'localhost',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[2002:7f00:1::]',
  ]) {
    for (const scheme of ['http', 'https'])
      await t.rejects(outbound(`${scheme}://${host}:${port}/`), OutboundError, `${scheme} ${host}`)
  }
  t.equal(asked, 0)
})

t.test('an allowed network is reached, and no other', async t => {
  const url = await serve(t, (_request, response) => response.end('in'))
  t.equal((await createOutbound(['127.0.0.1'])(url)).body.toString(), 'in')
  await t.rejects(createOutbound(['127.0.0.2'])(url), OutboundError)
  await t.rejects(createOutbound(['10.0.0.0/8'])(url), OutboundError)
})

t.test('a public address is never asked without TLS', t =>
  t.rejects(createOutbound(LOOPBACK)('http://192.0.32.7/'), /without TLS/),
)

t.test('a redirect is told, not followed', async t => {
  let asked = 0
  const url = await serve(t, (_request, response) => {
    asked += 1
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  const answer = await createOutbound(LOOPBACK)(url)
  t.equal(answer.status, 302)
  t.equal(asked, 1)
})

t.test('an answer that is too long, or does not come, is cut off', async t => {
  const long = await serve(t, (_request, response) => response.end(Buffer.alloc(2_000)))
  await t.rejects(createOutbound(LOOPBACK)(long, { max_bytes: 1_000 }), /more than 1000 bytes/)
  const silent = await serve(t, () => {})
  await t.rejects(createOutbound(LOOPBACK)(silent, { timeout_ms: 50 }), /no answer within 50 ms/)
  const dripping = await serve(t, (_request, response) => {
    const timer = setInterval(() => response.write('.'), 10)
    response.on('close', () => clearInterval(timer))
  })
  await t.rejects(createOutbound(LOOPBACK)(dripping, { timeout_ms: 100 }), /no answer within 100 ms/)
})

t.test('a certificate that nobody trusts is no answer', async t => {
  const server = createTlsServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  await t.rejects(
    createOutbound(LOOPBACK)(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    OutboundError,
  )
})

t.test('what is no plain http(s) URL is refused, and no error tells the whole of one', async t => {
  const outbound = createOutbound(LOOPBACK)
  for (const url of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'http://a:b@127.0.0.1/', 'x', ''])
    await t.rejects(outbound(url), OutboundError, url)
  const error = (await outbound('http://127.0.0.1:1/secret?token=secret').catch(error => error)) as Error
  t.notMatch(error.message, /secret/)
})
