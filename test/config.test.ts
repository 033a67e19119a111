import { writeFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { ConfigError, parseKeyRing, readConfig, SETTINGS } from '../src/config.ts'

const KEY = `k1:${Buffer.alloc(32, 1).toString('base64')}`

function problemsOf(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

t.test('nothing configured is a development server on loopback with a PostgreSQL of its own', async t => {
  t.match(readConfig({}), {
    production: false,
    host: '127.0.0.1',
    port: 3000,
    issuer: 'http://localhost:3000/',
    database_url: undefined,
    encryption_keys: undefined,
    migrate: true,
    outbound_allow: ['127.0.0.0/8', '::1'],
  })
})

t.test('the issuer follows the port', async t => {
  t.equal(readConfig({ PORT: '4000' }).issuer, 'http://localhost:4000/')
})

t.test('a setting that Lintel does not know stops the start and is named', async t => {
  t.match(problemsOf({ LINTEL_ISUER: 'x' }), /LINTEL_ISUER: Lintel knows no such setting/)
})

t.test('production refuses', async t => {
  const good = { NODE_ENV: 'production', LINTEL_ENCRYPTION_KEYS: KEY, DATABASE_URL: 'postgres://localhost/lintel' }
  await t.test('an http issuer that is not loopback', async t => {
    t.match(
      problemsOf({ ...good, LINTEL_ISSUER: 'http://login.example.com/' }),
      /LINTEL_ISSUER: production needs https/,
    )
  })
  await t.test('an https issuer without TLS files or trusted proxies', async t => {
    t.match(
      problemsOf({ ...good, LINTEL_ISSUER: 'https://login.example.com/' }),
      /LINTEL_TLS_CERT_FILE.*LINTEL_TRUSTED_PROXIES/,
    )
  })
  await t.test('a start without encryption keys', async t => {
    const { LINTEL_ENCRYPTION_KEYS: _, ...keyless } = good
    t.match(problemsOf(keyless), /LINTEL_ENCRYPTION_KEYS: production needs it/)
  })
  await t.test('nothing when all is said', async t => {
    const config = readConfig({
      ...good,
      LINTEL_ISSUER: 'https://login.example.com/',
      LINTEL_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    })
    t.match(config, { production: true, host: '0.0.0.0', trusted_proxies: ['10.0.0.0/8', '::1'] })
  })
})

t.test('development refuses an issuer that is not loopback', async t => {
  t.match(problemsOf({ LINTEL_ISSUER: 'https://login.example.com/' }), /development answers on loopback only/)
})

t.test('malformed values are refused, each with the name of its setting', async t => {
  const cases: [NodeJS.ProcessEnv, RegExp][] = [
    [{ PORT: '70000' }, /^PORT: a whole number/],
    [{ PORT: '3e3' }, /^PORT/],
    [{ LINTEL_ISSUER: 'http://localhost:3000' }, /^LINTEL_ISSUER.*slash at the end/],
    [{ LINTEL_ISSUER: 'http://localhost:3000/auth/' }, /^LINTEL_ISSUER/],
    [{ LINTEL_ISSUER: 'http://user@localhost/' }, /^LINTEL_ISSUER/],
    [{ LINTEL_ISSUER: 'http://LOCALHOST/' }, /^LINTEL_ISSUER/],
    [{ DATABASE_URL: 'mysql://localhost' }, /^DATABASE_URL/],
    [{ LINTEL_ENCRYPTION_KEYS: 'k1:short' }, /^LINTEL_ENCRYPTION_KEYS: each entry/],
    [{ LINTEL_ENCRYPTION_KEYS: `${KEY},${KEY}` }, /^LINTEL_ENCRYPTION_KEYS: an id stands there twice/],
    [{ LINTEL_BOOTSTRAP_CLIENT_ID: 'admin' }, /LINTEL_BOOTSTRAP_CLIENT_SECRET is not set/],
    [
      { LINTEL_BOOTSTRAP_CLIENT_ID: 'a b', LINTEL_BOOTSTRAP_CLIENT_SECRET: 'x'.repeat(16) },
      /^LINTEL_BOOTSTRAP_CLIENT_ID/,
    ],
    [{ LINTEL_BOOTSTRAP_CLIENT_ID: 'a', LINTEL_BOOTSTRAP_CLIENT_SECRET: 'short' }, /^LINTEL_BOOTSTRAP_CLIENT_SECRET/],
    [{ LINTEL_TLS_CERT_FILE: '/nowhere' }, /LINTEL_TLS_KEY_FILE is not set/],
    [{ LINTEL_TRUSTED_PROXIES: 'everyone' }, /^LINTEL_TRUSTED_PROXIES: “everyone”/],
    [{ LINTEL_SMTP_URL: 'smtp://localhost' }, /LINTEL_MAIL_FROM is not set/],
    [{ LINTEL_TLS_CLIENT_CA_FILE: '/nowhere' }, /LINTEL_TLS_CLIENT_CA_FILE: the file cannot be read/],
    [{ LINTEL_CLIENT_CERTIFICATE_HEADER: 'Client-Cert' }, /^LINTEL_CLIENT_CERTIFICATE_HEADER: needs LINTEL_TRUSTED/],
    [
      { LINTEL_CLIENT_CERTIFICATE_HEADER: 'Client Cert', LINTEL_TRUSTED_PROXIES: '::1' },
      /^LINTEL_CLIENT_CERTIFICATE_HEADER: the name of a header/,
    ],
    [
      { LINTEL_CLIENT_CERTIFICATE_VERIFIED_HEADER: 'X-Verify', LINTEL_TRUSTED_PROXIES: '::1' },
      /^LINTEL_CLIENT_CERTIFICATE_VERIFIED_HEADER: needs LINTEL_CLIENT_CERTIFICATE_HEADER/,
    ],
    [{ LINTEL_MTLS_SUBDOMAIN: 'mtls' }, /^LINTEL_MTLS_SUBDOMAIN: needs LINTEL_TLS_CLIENT_CA_FILE or/],
    [{ LINTEL_MTLS_SUBDOMAIN: 'm.tls' }, /^LINTEL_MTLS_SUBDOMAIN: one lower-case label/],
    [{ LINTEL_MIGRATE: 'no' }, /^LINTEL_MIGRATE: `true` or `false`/],
    [{ LINTEL_DATABASE_TLS: 'maybe' }, /^LINTEL_DATABASE_TLS/],
    [{ LINTEL_LOG_LEVEL: 'loud' }, /^LINTEL_LOG_LEVEL/],
    [{ LINTEL_HASHING_CONCURRENCY: '4' }, /^LINTEL_HASHING_CONCURRENCY.*UV_THREADPOOL_SIZE/],
  ]
  for (const [env, says] of cases) t.match(problemsOf(env), says, Object.keys(env).join())
})

t.test('clients’ certificates come over our own TLS, or from a trusted proxy', async t => {
  const pem = path.join(t.testdir({ 'ca.pem': '-----BEGIN CERTIFICATE-----\n', 'empty.pem': '\n' }), 'ca.pem')
  const tls = { LINTEL_TLS_CERT_FILE: pem, LINTEL_TLS_KEY_FILE: pem, LINTEL_ISSUER: 'https://localhost/' }
  const own = readConfig({ ...tls, LINTEL_TLS_CLIENT_CA_FILE: pem, LINTEL_MTLS_SUBDOMAIN: 'mtls' })
  t.match(own, { client_certificates: { ca: /CERTIFICATE/ }, mtls_subdomain: 'mtls' })
  t.match(problemsOf({ LINTEL_TLS_CLIENT_CA_FILE: pem }), /^LINTEL_TLS_CLIENT_CA_FILE: needs LINTEL_TLS_CERT_FILE/)
  const empty = path.join(path.dirname(pem), 'empty.pem')
  t.match(problemsOf({ ...tls, LINTEL_TLS_CLIENT_CA_FILE: empty }), /^LINTEL_TLS_CLIENT_CA_FILE: holds no certificate/)
  const proxied = readConfig({
    LINTEL_TRUSTED_PROXIES: '10.0.0.1',
    LINTEL_CLIENT_CERTIFICATE_HEADER: 'Client-Cert',
    LINTEL_CLIENT_CERTIFICATE_VERIFIED_HEADER: 'X-Client-Verify',
  })
  t.same(proxied.client_certificates, { ca: undefined, header: 'Client-Cert', verified_header: 'X-Client-Verify' })
  t.same(readConfig({}).client_certificates, { ca: undefined, header: undefined, verified_header: undefined })
})

t.test('every secret can come from a file, but not from both places', async t => {
  const file = path.join(t.testdir(), 'secret')
  writeFileSync(file, `${KEY}\n`)
  t.match(readConfig({ LINTEL_ENCRYPTION_KEYS_FILE: file }).encryption_keys, [{ id: 'k1' }])
  t.match(problemsOf({ LINTEL_ENCRYPTION_KEYS_FILE: file, LINTEL_ENCRYPTION_KEYS: KEY }), /both set/)
  t.match(problemsOf({ LINTEL_ENCRYPTION_KEYS_FILE: `${file}-not` }), /cannot be read/)
  for (const setting of SETTINGS) {
    if (!('secret' in setting))
      t.match(
        problemsOf({ [`${setting.name}_FILE`]: file }),
        setting.name.startsWith('LINTEL_') ? /no such setting/ : /^$/,
      )
  }
})

t.test('no problem that is printed shows a secret', async t => {
  const secret = 'postgresx://user:hunter2@localhost'
  t.notMatch(
    problemsOf({ DATABASE_URL: secret, LINTEL_ENCRYPTION_KEYS: 'k1:hunter2', LINTEL_SMTP_URL: 'hunter2' }),
    /hunter2/,
  )
})

t.test('the first key of a ring is the one that seals', async t => {
  const ring = parseKeyRing(`new:${Buffer.alloc(32, 2).toString('base64')}, ${KEY}`)
  t.same(
    ring.map(({ id }) => id),
    ['new', 'k1'],
  )
})
