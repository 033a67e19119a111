import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { meter } from '../support/cost.ts'
import { eventually } from '../support/eventually.ts'
import { linkIn, mailsTo, untilJobsAreDone } from '../support/mail.ts'
import {
  codeIn,
  createClient,
  createPerson,
  eventsOf,
  PASSWORD,
  setOptions,
  signIn,
  storeOf,
  ticketFor,
  trade,
  visit,
} from '../support/scene.ts'
import { mailedCode } from '../support/second-factor.ts'
import { errorsOf, formOf, linkOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const { options, costOf } = meter()
const app = await createTestApp(t, { ...options, trusted_proxies: ['127.0.0.1'] })
const client = await createClient(app, { initiate_login_uri: 'https://app.example/start' })
const NEW_PASSWORD = 'a new battery, stapled'
const filled = { 'password-reset': NEW_PASSWORD, 're-enter-password': NEW_PASSWORD }
let networks = 0
const elsewhere = () => new Visitor(app.issuer, { 'x-forwarded-for': `203.0.113.${++networks}` })

async function atRequest(visitor = elsewhere()) {
  const { page } = await visit(app, client, {}, visitor)
  return { visitor, login: page, page: await visitor.submit(page, {}, 'forgot') }
}

/** Asks for a link and reads it in the mail. */
async function linkFor(email: string): Promise<URL> {
  const before = (await mailsTo(app, email, 0)).length
  const { visitor, page } = await atRequest()
  await visitor.submit(page, { email })
  return linkIn((await mailsTo(app, email, before + 1)).at(-1))
}

async function canSignIn(email: string, password: string): Promise<boolean> {
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  return codeIn(await visitor.submit(page, { username: email, password })) !== undefined
}

t.test('a forgotten password: a mail, a link, a new password', async t => {
  const person = await createPerson(app, { email_verified: false })
  const { visitor, page } = await atRequest()
  t.equal(titleOf(page), 'Forgot your password?')
  const sent = await visitor.submit(page, { email: ` ${person.email.toUpperCase()}` })
  t.equal(titleOf(sent), 'Check your email')
  const [mail] = await mailsTo(app, person.email)
  t.equal(mail?.subject, 'Choose a new password')
  const link = linkIn(mail)

  for (let i = 0; i < 3; i++) t.equal((await elsewhere().get(link)).status, 200, 'a scanner spends nothing')
  const reader = elsewhere()
  const form = await reader.get(link)
  t.equal(titleOf(form), 'Choose a new password')
  t.match(form.body, person.email)
  t.equal(form.headers.get('referrer-policy'), 'no-referrer')
  const done = await reader.submit(form, filled)
  t.equal(titleOf(done), 'Password changed')
  t.notOk(done.url.searchParams.has('ticket'), 'the ticket is in no further URL')
  t.equal(linkOf(done, 'Continue to Shop').href, 'https://app.example/start')
  t.equal((await mailsTo(app, person.email, 2))[1]?.subject, 'Your password was changed')
  t.same((await eventsOf(app, person.email)).sort(), ['scp', 'scpr'])
  t.equal(await canSignIn(person.email, PASSWORD), false)
  t.equal(await canSignIn(person.email, NEW_PASSWORD), true)
  const user = await (await storeOf(app)).users.find(person.user_id)
  t.equal(user?.email_verified, true, 'whoever had the link has the mailbox')
  t.ok(user?.last_password_reset)
})

t.test('nothing tells a known from an unknown address: bytes, statements, jobs, hash operations', async t => {
  const tried = async (email: string) => {
    const { visitor, page } = await atRequest()
    const uid = page.url.pathname.split('/')[2] ?? ''
    let answer: Visited | undefined
    const cost = await costOf(async () => {
      answer = await visitor.submit(page, { email })
    })
    if (!answer) throw new Error('no answer')
    const { _csrf = '' } = formOf(answer).fields
    return {
      status: answer.status,
      body: [uid, _csrf, email].reduce((text, own) => text.replaceAll(own, ''), answer.body),
      cost,
    }
  }
  const blocked = await createPerson(app, { blocked: true })
  const person = await createPerson(app)
  await tried('warm@example.com')
  const expected = await tried('nobody@example.com')
  t.equal(expected.status, 200)
  t.equal(expected.cost.jobs, 1)
  t.equal(expected.cost.hashes, 0)
  t.same(await tried(person.email), expected)
  t.same(await tried(blocked.email), expected)

  await mailsTo(app, person.email)
  await untilJobsAreDone(app)
  t.same(await mailsTo(app, 'nobody@example.com', 0), [])
  t.same(await mailsTo(app, blocked.email, 0), [])
  t.same(new Set(await eventsOf(app, 'nobody@example.com')), new Set(['fcpr']))
  t.same(await eventsOf(app, blocked.email), ['fcpr'])
})

t.test('asking again is one more job, and too much asking is refused alike for everybody', async t => {
  const person = await createPerson(app)
  for (const email of [person.email, 'nobody-at-all@example.com']) {
    const { visitor, page } = await atRequest()
    let sent = await visitor.submit(page, { email })
    for (let i = 0; i < 4; i++) {
      sent = await visitor.submit(sent, {}, 'resend')
      t.match(sent.body, 'Sent again.')
    }
    const refused = await visitor.submit(sent, {}, 'resend')
    t.same([refused.status, errorsOf(refused)], [429, ['too-many-email']])
  }
  await untilJobsAreDone(app)
  t.equal((await mailsTo(app, person.email)).length, 5)
  t.same(
    errorsOf(
      await (async () => {
        const { visitor, page } = await atRequest()
        return visitor.submit(page, {})
      })(),
    ),
    ['no-email'],
  )
})

t.test('a mailbox is not flooded from many places', async t => {
  const person = await createPerson(app)
  for (let i = 0; i < 12; i++) {
    const { visitor, page } = await atRequest()
    t.equal(titleOf(await visitor.submit(page, { email: person.email })), 'Check your email')
  }
  await untilJobsAreDone(app)
  t.equal((await mailsTo(app, person.email)).length, 10)
})

t.test('where there are usernames, either name will do', async t => {
  await setOptions(app, { requires_username: true })
  t.teardown(() => setOptions(app, { requires_username: false }))
  const person = await createPerson(app, { username: 'lin' })
  const { visitor, page } = await atRequest()
  await visitor.submit(page, { username: 'LIN' })
  const [mail] = await mailsTo(app, person.email)
  t.equal(mail?.subject, 'Choose a new password')

  const locked = await visit(app, client, {}, visitor)
  const tries = Array.from({ length: 11 }, () => visitor.submit(locked.page, { username: 'lin', password: 'wrong' }))
  t.ok((await Promise.all(tries)).some(({ status }) => status === 429))
  await visitor.submit(await visitor.get(linkIn(mail)), filled)
  const done = await visitor.submit(locked.page, { username: 'lin', password: NEW_PASSWORD })
  t.ok(codeIn(done), 'by whichever name she was locked out')
})

t.test('what is wrong with the new password is said, and the link still works', async t => {
  const person = await createPerson(app)
  const link = await linkFor(person.email)
  const reader = elsewhere()
  const form = await reader.get(link)
  const attempt = (one: string, two: string) => reader.submit(form, { 'password-reset': one, 're-enter-password': two })
  t.same(errorsOf(await attempt('', '')), ['no-password-reset'])
  t.same(errorsOf(await attempt('short', 'short')), ['password-too-weak'])
  t.same(errorsOf(await attempt(NEW_PASSWORD, '')), ['no-re-enter-password'])
  t.same(errorsOf(await attempt(NEW_PASSWORD, PASSWORD)), ['password-mismatch'])
  const forged = await reader.submit(form, { ...filled, _csrf: 'x' })
  t.same([forged.status, errorsOf(forged)], [403, ['form-expired']])
  t.equal(titleOf(await reader.submit(forged, filled)), 'Password changed')
})

t.test('a link works once, and its siblings die with it', async t => {
  const person = await createPerson(app)
  const [first, second] = [await linkFor(person.email), await linkFor(person.email)]
  const reader = elsewhere()
  const [one, two] = [await reader.get(first), await reader.get(second)]
  const readers = await Promise.all(
    Array.from({ length: 5 }, elsewhere).map(async visitor => ({ visitor, form: await visitor.get(second) })),
  )
  const answers = await Promise.all(readers.map(({ visitor, form }) => visitor.submit(form, filled)))
  t.same(answers.map(({ status }) => status).sort(), [200, 400, 400, 400, 400])
  for (const page of [await reader.submit(one, filled), await reader.submit(two, filled), await reader.get(first)]) {
    t.equal(page.status, 400)
    t.equal(titleOf(page), 'This link was already used')
  }
})

t.test('an expired or mistyped link says so', async t => {
  const person = await createPerson(app)
  const expired = await ticketFor(app, person, { expires_at: new Date(Date.now() - 1000) })
  const reader = elsewhere()
  t.equal(titleOf(await reader.get(expired)), 'This link has expired')
  for (const query of ['', '?ticket=', '?ticket=x', '?ticket=a&ticket=b', '?ticket[]=x'])
    t.equal(titleOf(await reader.get(`/u/reset-verify${query}`)), 'This link does not work', query)

  const live = await reader.get(await ticketFor(app, person))
  await app.database.query('update tickets set expires_at = $1 where consumed_at is null', [new Date(0)])
  t.equal(titleOf(await reader.submit(live, filled)), 'This link has expired', 'also between the page and the button')
  t.ok(await canSignIn(person.email, PASSWORD))
})

t.test('the reset flow out of order changes nothing (CVE-2026-18963)', async t => {
  const person = await createPerson(app)
  const { visitor, page, login } = await atRequest()
  const { fields } = formOf(page)
  const stages: [string, { [name: string]: string }][] = [
    // The last step first, without a ticket, or with what the steps before it gave.
    ['/u/reset-verify', { ...fields, ...filled }],
    ['/u/reset-verify', { ...fields, ...filled, ticket: '' }],
    ['/u/reset-verify', { ...fields, ...filled, ticket: page.url.pathname.split('/')[2] ?? '' }],
    ['/u/reset-verify', { ...fields, ...filled, email: person.email, user_id: person.user_id }],
    // The last step's fields at another step.
    [page.url.pathname, { ...fields, ...filled, email: person.email }],
    [login.url.pathname, { ...formOf(login).fields, ...filled, username: person.email }],
  ]
  for (const [path, body] of stages) {
    const answer = await visitor.post(path, body)
    t.equal(codeIn(answer), undefined, path)
    t.not(titleOf(answer), 'Password changed', path)
  }
  // A ticket for another purpose, or another person's.
  const verify = await ticketFor(app, person, { purpose: 'verify_email' })
  const raw = verify.searchParams.get('ticket') ?? ''
  t.equal(titleOf(await visitor.get(`/u/reset-verify?ticket=${raw}`)), 'This link does not work')
  const form = await visitor.get(await ticketFor(app, await createPerson(app)))
  t.equal(titleOf(await visitor.submit(form, { ...filled, ticket: raw })), 'This link does not work')
  const other = await visitor.get(await ticketFor(app, await createPerson(app)))
  await visitor.submit(other, { ...filled, user_id: person.user_id, email: person.email, username: person.email })
  t.ok(await canSignIn(person.email, PASSWORD), 'her password is as it was')
})

t.test('an empty POST of the last step changes nothing (CVE-2026-49448)', async t => {
  const person = await createPerson(app)
  const visitor = elsewhere()
  const form = await visitor.get(await ticketFor(app, person))
  t.equal((await visitor.post('/u/reset-verify', {})).status, 400)
  const { ticket = '', _csrf = '' } = formOf(form).fields
  t.same(errorsOf(await visitor.post('/u/reset-verify', { ticket, _csrf })), ['no-password-reset'])
  t.ok(await canSignIn(person.email, PASSWORD))
})

t.test(
  'a link is built from the issuer, whatever the request says (CVE-2025-64101, CVE-2026-29067, CVE-2023-49097)',
  async t => {
    const forwarded = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
      'x-original-host': 'evil.example',
    }
    const plain = await createTestApp(t, { database: app.database })
    // Also from a trusted proxy: of its headers X-Forwarded-For alone counts.
    const asked = [
      { through: app, headers: { 'x-forwarded-for': '203.0.113.250', ...forwarded } },
      { through: plain, headers: forwarded },
    ]
    for (const { through, headers } of asked) {
      const person = await createPerson(app)
      const visitor = new Visitor(through.issuer, headers)
      const { page } = await visit(through, client, {}, visitor)
      await visitor.submit(await visitor.submit(page, {}, 'forgot'), { email: person.email })
      // Whichever process took the job: each knows its own issuer alone.
      const mails = () => [app, plain].flatMap(one => one.mailbox?.list() ?? []).filter(({ to }) => to === person.email)
      await eventually(() => mails().length === 1)
      for (const mail of mails()) {
        t.ok([app, plain].some(({ issuer }) => linkIn(mail).href.startsWith(issuer)))
        t.notMatch(mail.html + mail.text, 'evil')
      }
    }
  },
)

t.test('a link issued for an address that was changed meanwhile opens nothing', async t => {
  const person = await createPerson(app)
  const link = await linkFor(person.email)
  const reader = elsewhere()
  const form = await reader.get(link)
  const store = await storeOf(app)
  await store.transaction(tx => tx.users.update(person.user_id, { email: `moved-${person.email}` }, new Date()))
  t.equal(titleOf(await reader.submit(form, filled)), 'This link does not work')
  t.ok(await canSignIn(`moved-${person.email}`, PASSWORD))
  t.equal((await eventsOf(app, person.email)).at(-1), 'fcp')
})

t.test('a new password ends sessions and refresh tokens', async t => {
  const api = { audience: 'urn:lintel:try-it', scope: 'openid offline_access' }
  const person = await createPerson(app)
  const { visitor, page, asked } = await visit(app, client, api, elsewhere())
  const code = codeIn(await visitor.submit(page, { username: person.email, password: PASSWORD })) ?? ''
  const { body } = await trade(app, client, code, asked)
  t.ok(body.refresh_token)
  const refresh = () =>
    app.fetch('/oauth/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: client.client_id,
        refresh_token: body.refresh_token ?? '',
      }),
    })
  const session = () => visit(app, client, { prompt: 'none' }, visitor)
  t.ok(codeIn((await session()).page), 'signed in')

  const reader = elsewhere()
  await reader.submit(await reader.get(await linkFor(person.email)), filled)
  const silent = new URL((await session()).page.headers.get('location') ?? '')
  t.equal(silent.searchParams.get('error'), 'login_required')
  t.equal((await refresh()).status, 403)
})

t.test('who was locked out by wrong tries gets in with the new password', async t => {
  const person = await createPerson(app)
  const link = await linkFor(person.email)
  const visitor = elsewhere()
  const { page } = await visit(app, client, {}, visitor)
  for (let i = 0; i < 11; i++) await visitor.submit(page, { username: person.email, password: 'wrong' })
  await visitor.submit(await visitor.get(link), filled)
  t.ok(codeIn(await visitor.submit(page, { username: person.email, password: NEW_PASSWORD })))
})

t.test('a ticket with a result_url leads there, if that is http', async t => {
  const person = await createPerson(app)
  const visitor = elsewhere()
  const link = await ticketFor(app, person, {
    result_url: 'https://app.example/done?a=1',
    options: { includeEmailInRedirect: true },
  })
  const done = await visitor.submit(await visitor.get(link), filled)
  const target = new URL(done.headers.get('location') ?? '')
  t.equal(`${target.origin}${target.pathname}`, 'https://app.example/done')
  t.match(Object.fromEntries(target.searchParams), { a: '1', success: 'true', email: person.email })
  t.equal((await (await storeOf(app)).users.find(person.user_id))?.email_verified, true)

  const odd = await ticketFor(app, person, { result_url: 'javascript:alert(1)' })
  const page = await visitor.submit(await visitor.get(odd), filled)
  t.equal(titleOf(page), 'Password changed')
  t.notMatch(page.body, 'javascript:')
})

t.test('mark_email_as_verified is up to the ticket', async t => {
  for (const mark_email_as_verified of [true, false]) {
    const person = await createPerson(app, { email_verified: false })
    const visitor = elsewhere()
    const link = await ticketFor(app, person, { options: { mark_email_as_verified } })
    await visitor.submit(await visitor.get(link), filled)
    t.equal((await (await storeOf(app)).users.find(person.user_id))?.email_verified, mark_email_as_verified)
  }
})

t.test('disable_self_service_change_password: no link and no page, and tickets of the API still work', async t => {
  const { visitor, page } = await atRequest()
  await setOptions(app, { disable_self_service_change_password: true })
  t.teardown(() => setOptions(app, { disable_self_service_change_password: false }))
  const person = await createPerson(app)
  const refused = await visitor.submit(page, { email: person.email })
  t.match(refused.url.pathname, /\/login$/)
  t.notMatch(refused.body, 'Forgot password?')
  await untilJobsAreDone(app)
  t.same(await mailsTo(app, person.email, 0), [])
  const form = await visitor.get(await ticketFor(app, person))
  t.equal(titleOf(await visitor.submit(form, filled)), 'Password changed')
})

t.test('of a ticket only the hash is stored', async t => {
  const person = await createPerson(app)
  const raw = (await ticketFor(app, person)).searchParams.get('ticket') ?? ''
  t.ok(raw.length >= 43)
  const { rows } = await app.database.query('select * from tickets where user_id = $1', [person.user_id])
  t.equal(rows.length, 1)
  t.notMatch(JSON.stringify(rows), raw)
})

t.test('somebody signed in is signed in no more elsewhere, but her own browser asks anew', async t => {
  const person = await createPerson(app)
  const { visitor } = await signIn(app, client, person, elsewhere())
  await visitor.submit(await visitor.get(await linkFor(person.email)), filled)
  t.match((await visit(app, client, {}, visitor)).page.url.pathname, /\/login$/)
})

const BY_CODE = {
  attributes: { email: { identifier: { active: true }, verification_method: 'otp', signup: { status: 'required' } } },
}

/** To the page of the code. */
async function atCode(email: string) {
  const asked = await atRequest()
  return { ...asked, page: await asked.visitor.submit(asked.page, { email }) }
}

t.test('where addresses are confirmed by codes, a code resets the password, once, where it was asked for', async t => {
  await setOptions(app, BY_CODE)
  const person = await createPerson(app, { email_verified: false })
  t.match((await atRequest()).page.body, /we will send you a code/)
  const { visitor, page } = await atCode(person.email.toUpperCase())
  t.match(page.url.pathname, /\/reset-password-code$/)
  t.equal(titleOf(page), 'Check your email')
  t.notMatch(page.body, 'value="password"')
  const [mail] = await mailsTo(app, person.email)
  t.equal(mail?.subject, 'Choose a new password')
  t.notMatch(mail?.text, 'http')
  const code = await mailedCode(app, person.email)
  const elsewhere = await atCode(person.email)
  await mailsTo(app, person.email, 2)
  t.same(errorsOf(await elsewhere.visitor.submit(elsewhere.page, { code })), ['wrong-code'], 'not in another browser')
  t.same(errorsOf(await visitor.submit(page, { code, _csrf: 'x' })), ['form-expired'])
  t.same(errorsOf(await visitor.submit(page, { code: '' })), ['no-code'])

  const form = await visitor.submit(page, { code: `${code.slice(0, 4)} ${code.slice(4)}` })
  t.equal(titleOf(form), 'Choose a new password')
  t.match(form.body, person.email)
  t.notMatch(form.url.href, 'ticket')
  t.same(errorsOf(await visitor.submit(page, { code })), ['expired-code'], 'a code is used once')
  const done = await visitor.submit(form, filled)
  t.equal(titleOf(done), 'Password changed')
  const login = await visitor.get(linkOf(done, 'Continue to Shop'))
  t.ok(codeIn(await visitor.submit(login, { username: person.email, password: NEW_PASSWORD })), 'on to the app')
  t.equal((await (await storeOf(app)).users.find(person.user_id))?.email_verified, true)
  const late = (await mailsTo(app, person.email)).flatMap(({ text }) => text.match(/\b\d{8}\b/)?.[0] ?? []).at(-1) ?? ''
  t.not(late, code)
  t.same(
    errorsOf(await elsewhere.visitor.submit(elsewhere.page, { code: late })),
    ['expired-code'],
    'as links would be',
  )
})

t.test('nothing tells whose password is reset by a code, and nobody guesses it', async t => {
  const tried = async (email: string) => {
    const { visitor, page: request } = await atRequest()
    const uid = request.url.pathname.split('/')[2] ?? ''
    let page: Visited | undefined
    let wrong: Visited | undefined
    const asking = await costOf(async () => {
      page = await visitor.submit(request, { email })
    })
    await untilJobsAreDone(app)
    const typing = await costOf(async () => {
      wrong = page && (await visitor.submit(page, { code: '1' }))
    })
    if (!page || !wrong) throw new Error('no answer')
    const plain = ({ body }: Visited, own: Visited) =>
      [uid, formOf(own).fields._csrf ?? '', email].reduce((text, part) => text.replaceAll(part, ''), body)
    return { asking, typing, page: plain(page, page), wrong: plain(wrong, wrong), errors: errorsOf(wrong) }
  }
  const blocked = await createPerson(app, { blocked: true })
  const person = await createPerson(app)
  await tried('warm@example.com')
  const expected = await tried('nobody@example.com')
  t.same([expected.asking.jobs, expected.asking.hashes, expected.errors], [1, 0, ['wrong-code']])
  t.same(await tried(person.email), expected)
  t.same(await tried(blocked.email), expected)
  t.same(await mailsTo(app, blocked.email, 0), [])

  const { visitor, page } = await atCode(person.email)
  const code = await mailedCode(app, person.email, 2)
  const wrong = [...Array(5).keys()].map(i => String((Number(code) + i + 1) % 100_000_000).padStart(8, '0'))
  await Promise.all(wrong.map(guess => visitor.submit(page, { code: guess })))
  t.same(errorsOf(await visitor.submit(page, { code })), ['expired-code'], 'five tries, also at once')
  const again = await visitor.submit(page, {}, 'resend')
  t.match(again.body, 'A new code is on its way.')
  const next = await mailedCode(app, person.email, 3)
  t.equal(titleOf(await visitor.submit(again, { code: next })), 'Choose a new password')
  t.ok((await eventsOf(app, person.email)).includes('fcp'))

  const stranger = await atRequest()
  const early = await stranger.visitor.get(stranger.page.url.pathname.replace('request', 'code'))
  t.match(early.url.pathname, /reset-password-request$/, 'no page of a code before one was asked for')
  await setOptions(app, { attributes: undefined })
})
