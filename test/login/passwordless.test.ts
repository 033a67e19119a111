import { decodeJwt } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { meter } from '../support/cost.ts'
import { mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { createPasswordless, mailedCode } from '../support/passwordless.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  databaseConnection,
  eventsOf,
  storeOf,
  trade,
  visit,
} from '../support/scene.ts'
import { kindOf } from '../support/statements.ts'
import { errorsOf, formOf, linkOf, titleOf, type Visited, type Visitor } from '../support/visitor.ts'

const { options, costOf } = meter()
const app = await createTestApp(t, { ...options, trusted_proxies: ['127.0.0.1'] })
const client = await createClient(app)
const connection = await createPasswordless(app, 'email', [client])
// More codes are asked for here than one network has unasked (test/login/bot-detection.test.ts).
const bot_detection = { challenge_passwordless_policy: 'never' }
await configure(app, store => store.settings.update({ bot_detection }, new Date()))
let count = 0
const somebody = () => `somebody-${++count}@example.com`

/** On the page that wants the code. */
async function asked(email: string, params = { connection: 'email' }) {
  const scene = await visit(app, client, params)
  const page = await scene.visitor.submit(scene.page, { username: email })
  return { ...scene, page }
}
const typed = (visitor: Visitor, page: Visited, code: string) => visitor.submit(page, { code })

t.test('somebody new signs in by a code, and again', async t => {
  const email = somebody()
  const first = await asked(` ${email.toUpperCase()} `)
  t.match(first.page.url.pathname, /\/login-passwordless-email-code$/)
  t.equal(first.page.url.search, '', 'who she is stands in no URL')
  const done = await typed(first.visitor, first.page, await mailedCode(app, email))
  const { body } = await trade(app, client, codeIn(done) ?? '', first.asked)
  const { sub, ...claims } = decodeJwt(body.id_token)
  t.match(sub, /^email\|/)
  t.match(claims, { email, email_verified: true })
  const user = await (await storeOf(app)).users.find(sub ?? '')
  t.match(user, {
    email,
    email_verified: true,
    logins_count: 1,
    identities: [{ provider: 'email', connection: 'email' }],
  })
  const again = await asked(email)
  const code = await mailedCode(app, email, 2)
  const back = await typed(again.visitor, again.page, `${code.slice(0, 4)} ${code.slice(4)}`)
  const { body: second } = await trade(app, client, codeIn(back) ?? '', again.asked)
  t.equal(decodeJwt(second.id_token).sub, sub)
  const events = await eventsOf(app, email)
  t.same(
    events.filter(type => type !== 'seacft'),
    ['cs', 'ss', 's', 'cs', 's'],
  )
})

t.test('beside a database it is offered, and leads back to the password', async t => {
  const { visitor, page } = await visit(app, client)
  t.match(page.body, 'Continue with a code by email')
  const start = await visitor.get(page.body.match(/href="([^"]+\/login-passwordless)"/)?.[1] ?? '')
  t.equal(titleOf(start), 'Sign in')
  t.match((await visitor.get(linkOf(start, 'Use a password instead'))).url.pathname, /\/login$/)
})

t.test(
  'a code is good once, in the interaction that asked for it, and for the address that it was sent to',
  async t => {
    const [email, other] = [somebody(), somebody()]
    const hers = await asked(email)
    const code = await mailedCode(app, email)
    const elsewhere = await asked(other)
    t.same(errorsOf(await typed(elsewhere.visitor, elsewhere.page, code)), ['wrong-code'], 'another interaction')
    const twin = await asked(email)
    t.same(errorsOf(await typed(twin.visitor, twin.page, code)), ['wrong-code'], 'another one of hers')
    const { action, fields } = formOf(hers.page)
    const body = () => ({ method: 'POST', body: new URLSearchParams({ ...fields, action: 'default', code }) })
    const both = await Promise.all([hers.visitor.fetch(action, body()), hers.visitor.fetch(action, body())])
    // Who comes when it is over is led to where it goes on.
    const won = both.filter(({ headers }) => headers.get('location')?.startsWith('/authorize/'))
    t.equal(won.length, 1, 'one winner')
    const { rows } = await app.database.query('select count(*)::int from users where email = $1', [email])
    t.equal(rows[0].count, 1)
  },
)

t.test('a new code ends the one before, and too many are not sent', async t => {
  const email = somebody()
  const { visitor, page } = await asked(email)
  const first = await mailedCode(app, email)
  const resent = await visitor.submit(page, {}, 'resend')
  t.match(resent.body, 'A new code is on its way.')
  const second = await mailedCode(app, email, 2)
  t.same(errorsOf(await typed(visitor, resent, first)), ['wrong-code'])
  let again = resent
  for (let sent = 3; sent <= 6; sent++) {
    again = await visitor.submit(again, {}, 'resend')
    await untilJobsAreDone(app)
  }
  t.same([again.status, errorsOf(again)], [429, ['too-many-codes']])
  t.equal((await mailsTo(app, email)).length, 5)
  t.same(errorsOf(await typed(visitor, again, second)), ['wrong-code'])
  t.ok(codeIn(await typed(visitor, again, await mailedCode(app, email, 5))))
})

t.test('guesses sent at once are counted, and what was guessed at too often is of no use', async t => {
  const email = somebody()
  const { visitor, page } = await asked(email)
  const code = await mailedCode(app, email)
  const { action, fields } = formOf(page)
  const guess = (value: string) =>
    visitor.fetch(action, { method: 'POST', body: new URLSearchParams({ ...fields, action: 'default', code: value }) })
  const guesses = await Promise.all(Array.from({ length: 8 }, (_, i) => guess(String(10_000_000 + i))))
  t.ok(guesses.every(({ status }) => status !== 303))
  const right = await guess(code)
  t.same([right.status, errorsOf(right)], [400, ['expired-code']], 'even the right one')
  const { rows } = await app.database.query(
    'select attempts from one_time_codes where consumed_at is null and attempts > 4',
  )
  t.ok(rows.every(({ attempts }) => attempts === 5))
  for (let i = 0; i < 2; i++) await guess('10000000')
  const blocked = await guess(code)
  t.same([blocked.status, errorsOf(blocked)], [429, ['same-user-login']], 'the account has its own counter')
})

t.test('empty, foreign and stale forms', async t => {
  const email = somebody()
  const start = await visit(app, client, { connection: 'email' })
  const submit = async (username: string) => errorsOf(await start.visitor.submit(start.page, { username }))
  t.same(await submit(''), ['no-email'])
  t.same(await submit('nobody'), ['invalid-email-format'])
  t.same(await submit('+447700900123'), ['invalid-email-format'], 'no number where there is no phone')
  const { visitor, page } = await asked(email)
  t.same(errorsOf(await typed(visitor, page, ' ')), ['no-code'])
  const { action, fields } = formOf(page)
  t.equal((await visitor.post(action, { ...fields, _csrf: '' })).status, 403)
  const early = await visit(app, client, { connection: 'email' })
  const jumped = await early.visitor.get(early.page.url.href.replace(/[^/]+$/, 'login-passwordless-email-code'))
  t.match(jumped.url.pathname, /\/login-passwordless$/, 'no page of a code before there is one')
})

t.test(
  'known, unknown, blocked, unproven: the same words, statements and jobs; a mail only to whom it may concern',
  async t => {
    const store = await storeOf(app)
    const ask = async (username: string) => {
      const scene = await visit(app, client, { connection: 'email' })
      let text = ''
      const { statements, jobs, hashes } = await costOf(async () => {
        const page = await scene.visitor.submit(scene.page, { username })
        text = `${page.status} ${page.body}`
      })
      const uid = scene.page.url.pathname.split('/')[2] ?? ''
      const same = text
        .replaceAll(uid, 'UID')
        .replaceAll(username, 'NAME')
        .replace(/name="_csrf" value="[^"]*"/, '')
      return { same, statements: statements.filter(sql => kindOf(sql) !== 'log'), jobs, hashes }
    }
    await ask(somebody())
    const unknown = await ask(somebody())
    const known = somebody()
    await store.users.create({ connection, email: known, email_verified: true }, new Date())
    t.same(await ask(known), unknown)
    const blocked = somebody()
    await store.users.create({ connection, email: blocked, email_verified: true, blocked: true }, new Date())
    t.same(await ask(blocked), unknown)
    await untilJobsAreDone(app)
    t.equal((await mailsTo(app, known)).length, 1)
    t.equal((await mailsTo(app, blocked, 0)).length, 0)
  },
)

t.test('nobody new where sign-up is disabled, and nobody hears of it', async t => {
  const email = somebody()
  const set = (disable_signup: boolean) =>
    configure(app, store => store.connections.update(connection.id, { options: { disable_signup } }, new Date()))
  const early = await asked(email)
  const code = await mailedCode(app, email)
  await set(true)
  t.same(errorsOf(await typed(early.visitor, early.page, code)), ['wrong-code'], 'not even by a code of before')
  const late = await asked(somebody())
  t.match(late.page.url.pathname, /\/login-passwordless-email-code$/)
  await untilJobsAreDone(app)
  await set(false)
  t.notOk(await (await storeOf(app)).users.findByIdentity(connection.id, { verified_email: email }))
})

t.test(
  'pre-hijacking: who wrote an address down first has nothing of who has the mailbox (CVE-2026-53516)',
  async t => {
    const store = await storeOf(app)
    const email = somebody()
    const squatter = await createPerson(app, { email, email_verified: false })
    const { visitor, page, asked: request } = await asked(email)
    const done = await typed(visitor, page, await mailedCode(app, email))
    const { sub } = decodeJwt((await trade(app, client, codeIn(done) ?? '', request)).body.id_token)
    t.not(sub, squatter.user_id, 'an account of another connection is another account')
    t.equal((await store.users.find(squatter.user_id))?.email_verified, false)

    const unused = somebody()
    const prepared = await store.users.create({ connection, email: unused }, new Date())
    const hers = await asked(unused)
    const first = await typed(hers.visitor, hers.page, await mailedCode(app, unused))
    const { body } = await trade(app, client, codeIn(first) ?? '', hers.asked)
    t.equal(decodeJwt(body.id_token).sub, prepared.user_id, 'an account that nobody has been in is hers')
    t.equal((await store.users.find(prepared.user_id))?.email_verified, true)

    const used = somebody()
    const stranger = await store.users.create({ connection, email: used }, new Date())
    await store.users.recordLogin(stranger.user_id, '192.0.2.1', new Date())
    await asked(used)
    await untilJobsAreDone(app)
    t.equal((await mailsTo(app, used, 0)).length, 0, 'one that somebody has been in is not')
    t.equal((await store.users.find(stranger.user_id))?.email_verified, false)
  },
)

t.test('a client without a database goes straight there; without any way in it is told so', async t => {
  const bare = await createClient(app)
  const database = await databaseConnection(app)
  await configure(app, async store => {
    await store.connections.enableClients(connection.id, [bare.client_id])
    await store.connections.disableClients(database.id, { only: [bare.client_id] })
  })
  const { page } = await visit(app, bare)
  t.match(page.url.pathname, /\/login-passwordless$/)
  const { visitor } = await visit(app, bare)
  t.match((await visitor.get(page.url.href.replace(/[^/]+$/, 'signup'))).status, 400)
})

t.test('by a code to a phone, however the number is written; one page takes numbers and addresses', async t => {
  await createPasswordless(app, 'sms', [client])
  const { asked: request, page, visitor } = await visit(app, client, { connection: 'sms' })
  t.same(errorsOf(await visitor.submit(page, { username: '' })), ['no-phone-number'])
  t.same(errorsOf(await visitor.submit(page, { username: '12' })), ['invalid-phone-number'])
  const sent = await visitor.submit(page, { username: '0044 (7700) 900-777' })
  t.match(sent.url.pathname, /\/login-passwordless-sms-otp$/)
  t.same(errorsOf(await visitor.submit(sent, { code: '00000000' })), ['wrong-code'])
  const [message] = await mailsTo(app, '+447700900777')
  const done = await visitor.submit(sent, { code: message?.text.match(/\d{8}/)?.[0] ?? '' })
  const { sub } = decodeJwt((await trade(app, client, codeIn(done) ?? '', request)).body.id_token)
  const user = await (await storeOf(app)).users.find(sub ?? '')
  t.match(user, { phone_number: '+447700900777', phone_verified: true, email: null })
  const scene = await visit(app, client)
  const start = await scene.visitor.get(scene.page.url.href.replace(/[^/]+$/, 'login-passwordless'))
  t.match((await scene.visitor.submit(start, { username: somebody() })).url.pathname, /-email-code$/)
  t.match((await scene.visitor.submit(start, { username: '+447700900778' })).url.pathname, /-sms-otp$/)
})
