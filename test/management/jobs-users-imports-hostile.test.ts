// Files and forms that nobody sends in good faith.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'

const app = await createTestApp(t, { users_import_max_bytes: 1_000_000 })
const [connection] = (await app.api('GET', '/connections')).body
const BOUNDARY = 'xyz'

const field = (name: string, value: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const file = (text: string | Buffer, headers = 'Content-Disposition: form-data; name="users"; filename="u.json"') =>
  Buffer.concat([Buffer.from(`--${BOUNDARY}\r\n${headers}\r\n\r\n`), Buffer.from(text), Buffer.from('\r\n')])
const END = `--${BOUNDARY}--\r\n`

async function send(parts: (string | Buffer)[], type = `multipart/form-data; boundary=${BOUNDARY}`) {
  const response = await app.fetch('/api/v2/jobs/users-imports', {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.adminToken()}`, 'content-type': type },
    body: Buffer.concat(parts.map(part => Buffer.from(part))),
  })
  const text = await response.text()
  return { status: response.status, text, body: JSON.parse(text) }
}
const rows = async (table: 'jobs' | 'user_import_chunks') =>
  (await app.store.db.selectFrom(table).select('tenant_id').execute()).length
const id = field('connection_id', connection.id)
const ONE = '[{"email":"one@example.com"}]'

t.test('a form of another shape is refused in a sentence, and leaves nothing', async t => {
  const forms: { [what: string]: [parts: (string | Buffer)[], type?: string] } = {
    'no boundary': [[id, file(ONE), END], 'multipart/form-data'],
    'another boundary': [[id, file(ONE), END], 'multipart/form-data; boundary=abc'],
    'another multipart': [[id, file(ONE), END], `multipart/mixed; boundary=${BOUNDARY}`],
    'not ended': [[id, file(ONE)]],
    'cut in the file': [[id, file(ONE).subarray(0, -10)]],
    'a field of the prototype': [[id, field('__proto__', 'x'), file(ONE), END]],
    'a field of every object': [[id, field('constructor', 'x'), file(ONE), END]],
    'a field without a name': [[id, `--${BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n`, file(ONE), END]],
    'a thousand fields': [[id, ...Array.from({ length: 1_000 }, (_, i) => field(`f${i}`, 'x')), file(ONE), END]],
    'a field too long': [[id, field('external_id', 'x'.repeat(10_000)), file(ONE), END]],
    'a field with a NUL': [[id, field('external_id', 'a\0b'), file(ONE), END]],
    'two files': [[id, file(ONE), file(ONE), END]],
    nothing: [[]],
  }
  const before = await rows('jobs')
  for (const [what, [parts, type]] of Object.entries(forms)) {
    const { status, text } = await send(parts, type)
    t.equal(status, what === 'another multipart' ? 415 : 400, `${what}: ${text}`)
  }
  t.equal(await rows('jobs'), before)
  t.equal(await rows('user_import_chunks'), 0)
})

t.test('a file that is no array of JSON values is refused, and quoted to nobody', async t => {
  const files: { [what: string]: string | Buffer } = {
    'trailing garbage': `${ONE} secret`,
    'two arrays': `${ONE}${ONE}`,
    'UTF-16': Buffer.from(ONE, 'utf16le'),
    'no UTF-8': Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]),
    'a byte order mark in the middle': `[\ufeff"secret"]`,
    'brackets for ever': '['.repeat(900_000),
    'brackets that do not match': '[{"secret":[}]]',
    'a number as no number is': '[NaN]',
    'a string not closed': '["secret]',
    comments: '[/* secret */]',
  }
  const before = await rows('jobs')
  for (const [what, text] of Object.entries(files)) {
    const answer = await send([id, file(text), END])
    t.equal(answer.status, 400, `${what}: ${answer.text}`)
    t.notMatch(answer.text, 'secret')
  }
  t.equal(await rows('jobs'), before)
  t.notMatch(app.logs.join(''), /secret|example\.com/, 'nor to the log')
})

t.test('entries of any shape are entries that fail, and those beside them are imported', async t => {
  const hash = (algorithm: string, more: object) => ({ algorithm, ...more })
  const of = (custom_password_hash: object) => JSON.stringify({ email: 'h@example.com', custom_password_hash })
  const bad = [
    '{"email":"p@example.com","__proto__":{"blocked":false}}',
    '{"email":"p@example.com","user_metadata":{"__proto__":{}}}',
    '{"email":"p@example.com","constructor":1}',
    `{"email":"k@example.com","${'k'.repeat(100_000)}":1}`,
    '{"email":"p@example.com","user_metadata":[]}',
    '{"email":"a@example.com\\u0000"}',
    '{"email":"\\ud800@example.com"}',
    '{"email":["a@example.com"]}',
    '{"email":"a@example.com","app_metadata":{"clientID":"x"}}',
    '[[[[]]]]',
    '1e999',
    of(hash('md5', { hash: { value: '', encoding: 'hex' } })),
    of(hash('md5', { hash: { value: '=', encoding: 'base64' } })),
    of(hash('md5', { hash: { value: '0123456789abcdef0123456789abcdeg', encoding: 'hex' } })),
    of(hash('sha256', { hash: { value: 'AAAA', encoding: 'base64' } })),
    of(hash('hmac', { hash: { value: 'AAAA', encoding: 'base64', digest: 'constructor', key: { value: 'x' } } })),
    of(hash('hmac', { hash: { value: 'AAAA', encoding: 'base64', digest: 'md5', key: { value: '' } } })),
    of(hash('pbkdf2', { hash: { value: '$pbkdf2-sha256$i=1,l=1$$AA' } })),
    of(
      hash('pbkdf2', { hash: { value: '$pbkdf2-sha256$i=0,l=32$c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } }),
    ),
    of(hash('argon2', { hash: { value: '$argon2id$v=19$m=0,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA' } })),
    of(hash('argon2', { hash: { value: '$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA' } })),
    of(hash('bcrypt', { hash: { value: '$2$10$nFguVi9LsCAcvTZFKQlRKeLVydo8ETv483lkNsSFI/Wl1Rz1Ypo1K' } })),
    of(hash('bcrypt', { hash: { value: '$2b$10$nFguVi9LsCAcvTZFKQlRKe' } })),
    of(hash('scrypt', { hash: { value: '', encoding: 'hex' }, keylen: 1 })),
    of(hash('scrypt', { hash: { value: '00', encoding: 'hex' }, keylen: 1, cost: 2 })),
    of(hash('scrypt', { hash: { value: '00'.repeat(32), encoding: 'hex' }, keylen: 32, cost: 2 ** 40 })),
    of(hash('ldap', { hash: { value: '{CLEARTEXT}c2VjcmV0' } })),
  ]
  const good = [
    '{"email":"good@example.com","blocked":true}',
    '{"email":"twice@example.com","email":"last@example.com"}',
    '{"email":"big@example.com","user_metadata":{"n":1e999}}',
  ]
  const { body } = await send([id, file(`\ufeff [${[...bad, ...good].join(' ,\n')}] \r\n`), END])
  let job: { status?: string; summary?: object } = {}
  await eventually(async () => {
    job = (await app.api('GET', `/jobs/${body.id}`)).body
    return job.status === 'completed'
  })
  t.match(job.summary, { failed: bad.length, inserted: good.length })
  const users = (await app.api('GET', '/users')).body as { email: string }[]
  t.same(users.map(({ email }) => email).sort(), ['big@example.com', 'good@example.com', 'last@example.com'])
  t.equal((await app.api('GET', `/jobs/${body.id}/errors`)).body.length, bad.length)
})
