import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import t from 'tap'
import { buildBreachedPasswords } from '../../src/store/breached-passwords.ts'
import { createTestApp } from '../support/app.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  eventsOf,
  PASSWORD,
  ticketFor,
  visit,
} from '../support/scene.ts'
import { errorsOf, Visitor } from '../support/visitor.ts'

const CONNECTION = 'Username-Password-Authentication'
const GOOD = 'another correct horse battery'

const folder = t.testdir()
const list = path.join(folder, 'list.txt')
const file = path.join(folder, 'breached')
const hashed = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase()
await writeFile(
  list,
  `${[PASSWORD, 'x']
    .map(hashed)
    .sort()
    .map(hash => `${hash}:3`)
    .join('\n')}\n`,
)
await buildBreachedPasswords(list, file)

const app = await createTestApp(t, { breached_passwords_file: file })
const client = await createClient(app, { grant_types: ['authorization_code', 'password'] })
const OFF = {
  enabled: false,
  shields: [],
  admin_notification_frequency: [],
  stage: { 'pre-user-registration': { shields: [] }, 'pre-change-password': { shields: [] } },
}
const detect = (body: object) =>
  configure(app, async () => {
    const answer = await app.api('PATCH', '/attack-protection/breached-password-detection', body)
    t.equal(answer.status, 200, JSON.stringify(answer.body))
  })
async function post(where: string, body: object) {
  const response = await app.fetch(where, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: client.client_id, ...body }),
  })
  return { status: response.status, body: (await response.json()) as { [name: string]: unknown } }
}
const grant = (username: string, password = PASSWORD) =>
  post('/oauth/token', { grant_type: 'password', username, password })
async function login(username: string, password: string) {
  const { visitor, page } = await visit(app, client)
  return visitor.submit(page, { username, password })
}

t.test('unless something is set, nothing is looked up', async t => {
  t.strictSame((await app.api('GET', '/attack-protection/breached-password-detection')).body, {
    ...OFF,
    method: 'standard',
  })
  t.equal((await grant((await createPerson(app)).email)).status, 200)
})

t.test('a sign-in by a breached password is refused, at the page and by the grant', async t => {
  await detect({ enabled: true, shields: ['block'] })
  t.teardown(() => detect(OFF))
  const person = await createPerson(app)
  t.match(await grant(person.email), { status: 401, body: { error: 'password_leaked' } })
  const page = await login(person.email, PASSWORD)
  t.same([page.status, errorsOf(page)], [400, ['password-breached']])
  t.equal(codeIn(page), undefined)
  t.same(await eventsOf(app, person.email), ['pwd_leak', 'pwd_leak'])
  t.same(errorsOf(await login(person.email, 'x')), ['wrong-credentials'], 'one that is wrong is wrong')
  t.match(await grant('nobody@example.com'), { status: 403, body: { error: 'invalid_grant' } })
})

t.test('who is only to be told signs in, and is told once a day', async t => {
  await detect({ enabled: true, shields: ['user_notification'] })
  t.teardown(() => detect(OFF))
  const person = await createPerson(app)
  for (let i = 0; i < 3; i++) t.equal((await grant(person.email)).status, 200)
  const [mail, ...more] = await mailsTo(app, person.email)
  t.same(more, [])
  t.equal(mail?.subject, 'Your password is known to others')
  const visitor = new Visitor(app.issuer)
  const form = await visitor.get(linkIn(mail))
  t.equal((await visitor.submit(form, { 'password-reset': GOOD, 're-enter-password': GOOD })).status, 200)
  t.equal((await grant(person.email, GOOD)).status, 200)
})

t.test('nobody signs up with one, by page or by program', async t => {
  await detect({ enabled: true, stage: { 'pre-user-registration': { shields: ['block'] } } })
  t.teardown(() => detect(OFF))
  const body = { connection: CONNECTION, email: 'new@example.com', password: PASSWORD }
  t.match(await post('/dbconnections/signup', body), { status: 400, body: { code: 'password_leaked' } })
  const { visitor, page } = await visit(app, client)
  const signup = await visitor.submit(page, {}, 'signup')
  const refused = await visitor.submit(signup, { email: 'new@example.com', password: PASSWORD })
  t.same([refused.status, errorsOf(refused)], [400, ['password-breached']])
  t.match(await app.api('POST', '/users', { connection: CONNECTION, email: 'new@example.com', password: PASSWORD }), {
    status: 400,
    body: { errorCode: 'invalid_password', message: /^PasswordLeakedError/ },
  })
  t.same((await eventsOf(app, 'new@example.com')).slice(0, 2), ['signup_pwd_leak', 'signup_pwd_leak'])
  t.equal((await post('/dbconnections/signup', { ...body, password: GOOD })).status, 200)
  t.equal((await grant((await createPerson(app)).email)).status, 200, 'who is there signs in')
})

t.test('nobody changes to one, by a link or through the Management API', async t => {
  await detect({ enabled: true, stage: { 'pre-change-password': { shields: ['block'] } } })
  t.teardown(() => detect(OFF))
  const person = await createPerson(app)
  const visitor = new Visitor(app.issuer)
  const form = await visitor.get(await ticketFor(app, person))
  const refused = await visitor.submit(form, { 'password-reset': PASSWORD, 're-enter-password': PASSWORD })
  t.same([refused.status, errorsOf(refused)], [400, ['password-breached']])
  t.same(await eventsOf(app, person.email), ['reset_pwd_leak'])
  const change = (password: string) =>
    app.api('PATCH', `/users/${encodeURIComponent(person.user_id)}`, { password, connection: CONNECTION })
  t.match(await change(PASSWORD), { status: 400, body: { message: /^PasswordLeakedError/ } })
  t.equal(
    (await visitor.submit(refused, { 'password-reset': GOOD, 're-enter-password': GOOD })).status,
    200,
    'the link is still good',
  )
  t.equal((await change(GOOD)).status, 200)
  await detect({ stage: { 'pre-change-password': { shields: ['admin_notification'] } } })
  t.equal((await change(PASSWORD)).status, 200, 'told, not refused')
})

t.test('stages are merged; what is not enforced is refused by name', async t => {
  t.teardown(() => detect(OFF))
  await detect({ shields: ['block'], stage: { 'pre-change-password': { shields: ['block'] } } })
  const path = '/attack-protection/breached-password-detection'
  t.match((await app.api('PATCH', path, { stage: { 'pre-user-registration': {}, 'pre-change-password': {} } })).body, {
    stage: { 'pre-change-password': { shields: ['block'] } },
  })
  t.equal((await app.api('PATCH', path, { admin_notification_frequency: ['immediately'] })).status, 200)
  for (const body of [{ method: 'enhanced' }, { admin_notification_frequency: ['daily'] }])
    t.match((await app.api('PATCH', path, body)).body, { statusCode: 400, message: /does not enforce/ })
  t.equal(
    (await app.api('PATCH', path, { stage: { 'pre-change-password': { shields: ['user_notification'] } } })).status,
    400,
  )
})

t.test('without a list it cannot be enabled', async t => {
  await detect({ enabled: true })
  const bare = await createTestApp(t, { database: app.database })
  const path = '/attack-protection/breached-password-detection'
  t.match(await bare.api('PATCH', path, { enabled: true }), {
    status: 400,
    body: { message: /LINTEL_BREACHED_PASSWORDS_FILE/ },
  })
  t.equal((await bare.api('GET', path)).body.enabled, false, 'nor does it look enabled')
})
