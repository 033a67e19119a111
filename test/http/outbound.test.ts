import { execFile } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
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

t.test('names that nobody answers for leave the process its threads', async t => {
  const asked: string[] = []
  const answers: ((addresses: { address: string; family: number }[]) => void)[] = []
  const outbound = createOutbound(LOOPBACK, host => {
    asked.push(host)
    return new Promise(resolve => answers.push(resolve))
  })
  const url = await serve(t, (_request, response) => response.end('in'))
  const at = (name: string) => url.replace('127.0.0.1', name)
  const given_up = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map(name => outbound(at(`${name}.slow.example`), { timeout_ms: 50 })),
  )
  t.ok(given_up.every(({ status }) => status === 'rejected'))
  t.same(asked, ['a.slow.example', 'b.slow.example'], 'so many at once, also when nobody waits any more')
  const after = outbound(at('answered.example'))
  t.equal((await outbound(url)).body.toString(), 'in', 'an address needs no look-up')
  answers.shift()?.([{ address: '127.0.0.1', family: 4 }])
  while (answers.length < 2) await new Promise(setImmediate)
  t.same(asked.slice(2), ['answered.example'], 'what was given up is not looked up at all')
  answers[1]?.([{ address: '127.0.0.1', family: 4 }])
  t.equal((await after).body.toString(), 'in')
})

t.test('the address that was judged is the one that is asked, whatever the resolver says next', async t => {
  let looked_up = 0
  const url = await serve(t, (request, response) => response.end(request.headers.host))
  const outbound = createOutbound(['127.0.0.1'], async () => {
    looked_up += 1
    return [{ address: looked_up === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
  })
  const named = url.replace('127.0.0.1', 'rebound.example')
  t.equal((await outbound(named)).body.toString(), new URL(named).host)
  t.equal(looked_up, 1)
  await t.rejects(outbound(named), OutboundError)
  t.equal(looked_up, 2)
})

t.test('an answer that is packed stays so, one that changes the protocol is none', async t => {
  const packed = gzipSync(Buffer.alloc(10_000_000))
  const bomb = await serve(t, (_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
  )
  t.equal((await createOutbound(LOOPBACK)(bomb)).body.length, packed.length)
  const switching = await serve(t, (_request, response) => {
    response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')
  })
  await t.rejects(createOutbound(LOOPBACK)(switching, { timeout_ms: 200 }), OutboundError)
  const endless = await serve(t, request => {
    request.socket.write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => request.socket.write(`x-${'x'.repeat(1_000)}: y\r\n`), 1)
    request.socket.on('close', () => clearInterval(timer)).on('error', () => {})
  })
  await t.rejects(createOutbound(LOOPBACK)(endless), OutboundError)
})

t.test('no proxy of the environment gets to see it', async t => {
  let seen = 0
  const proxy = await serve(t, (_request, response) => {
    seen += 1
    response.end('proxy')
  })
  const url = await serve(t, (_request, response) => response.end('direct'))
  const source = `import { createOutbound } from '${new URL('../../src/http/outbound.ts', import.meta.url)}'
    process.stdout.write((await createOutbound(['127.0.0.1'])('${url}')).body)`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source], {
    env: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, http_proxy: proxy, NO_PROXY: '' },
  })
  t.equal(stdout, 'direct')
  t.equal(seen, 0)
})
