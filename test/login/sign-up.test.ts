import { decodeJwt } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { meter } from '../support/cost.ts'
import { linkIn, mailsTo, untilJobsAreDone } from '../support/mail.ts'
import {
  codeIn,
  createClient,
  createPerson,
  eventsOf,
  PASSWORD,
  setOptions,
  storeOf,
  trade,
  visit,
} from '../support/scene.ts'
import { errorsOf, formOf, linkOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const { options, costOf } = meter()
const app = await createTestApp(t, { ...options, trusted_proxies: ['127.0.0.1'] })
const client = await createClient(app)
let networks = 0
const elsewhere = () => new Visitor(app.issuer, { 'x-forwarded-for': `198.51.100.${++networks}` })
let people = 0
const newEmail = () => `new-${++people}@example.com`

/** On the sign-up page, by the way that people take. */
async function atSignup(visitor = elsewhere()) {
  const { page, asked } = await visit(app, client, {}, visitor)
  return { visitor, asked, page: await visitor.submit(page, {}, 'signup') }
}

const userBy = async (email: string) => (await (await storeOf(app)).users.listByEmail(email))[0]

t.test('somebody signs up, is signed in at once, and gets a mail that confirms her address', async t => {
  const email = newEmail()
  const { visitor, page, asked } = await atSignup()
  t.equal(titleOf(page), 'Create your account')
  t.match(page.body, 'At least 8 characters')
  const done = await visitor.submit(page, { email: ` ${email.toUpperCase()}`, password: PASSWORD })
  const { body } = await trade(app, client, codeIn(done) ?? '', asked)
  t.match(decodeJwt(body.id_token), { email, email_verified: false })
  t.same((await eventsOf(app, email)).slice(0, 2).sort(), ['s', 'ss'])

  const [mail] = await mailsTo(app, email)
  t.equal(mail?.subject, 'Confirm your email address')
  const link = linkIn(mail)
  t.equal(link.origin, new URL(app.issuer).origin)

  // A scanner that opens every link spends nothing.
  for (let i = 0; i < 3; i++) t.equal((await elsewhere().get(link)).status, 200)
  t.equal((await userBy(email))?.email_verified, false)
  const reader = elsewhere()
  const button = await reader.get(link)
  t.equal(titleOf(button), 'Confirm your email')
  t.match(button.body, email)
  const confirmed = await reader.submit(button)
  t.equal(titleOf(confirmed), 'Email confirmed')
  t.notMatch(confirmed.url.href, 'ticket', 'the ticket is in no further URL')
  t.equal((await userBy(email))?.email_verified, true)
  t.equal((await eventsOf(app, email)).at(-1), 'sv')
  t.match((await reader.get(link)).body, 'was confirmed before')
  t.equal((await reader.submit(button)).body.includes('was confirmed before'), true, 'a double click does no harm')
})

t.test('what is wrong with the form is said, field by field, and what was typed stays', async t => {
  const { visitor, page } = await atSignup()
  const empty = await visitor.submit(page, {})
  t.same([empty.status, errorsOf(empty)], [400, ['no-email', 'no-password']])
  const bad = await visitor.submit(page, { email: 'not an address', password: 'short' })
  t.same(errorsOf(bad), ['invalid-email-format', 'password-too-weak'])
  t.match(bad.body, /data-error-code="password-policy-length-at-least" class="failed"/)
  t.equal(formOf(bad).fields.email, 'not an address')
  const long = await visitor.submit(page, { email: newEmail(), password: 'x'.repeat(600) })
  t.same(errorsOf(long), ['password-too-long'])
  for (const email of [
    'a@b',
    'a b@example.com',
    'a@b@example.com',
    'a@example.com\nBcc: x@example.com',
    '<a@example.com>',
  ])
    t.same(errorsOf(await visitor.submit(page, { email, password: PASSWORD })), ['invalid-email-format'], email)
})

t.test('the connection’s password policy holds', async t => {
  await setOptions(app, { passwordPolicy: 'good', password_no_personal_info: { enable: true } })
  t.teardown(() => setOptions(app, { passwordPolicy: 'none', password_no_personal_info: { enable: false } }))
  const { visitor, page } = await atSignup()
  t.match(page.body, 'At least 3 of these 4')
  t.same(errorsOf(await visitor.submit(page, { email: newEmail(), password: 'alllowercase' })), ['password-too-weak'])
  const personal = await visitor.submit(page, { email: 'lovelace@example.com', password: 'Lovelace1815!' })
  t.same(errorsOf(personal), ['password-contains-user-information'])
})

t.test('where there are usernames, one is chosen', async t => {
  await setOptions(app, { requires_username: true })
  t.teardown(() => setOptions(app, { requires_username: false }))
  const { visitor, page } = await atSignup()
  t.same(errorsOf(await visitor.submit(page, { email: newEmail(), password: PASSWORD })), ['no-username'])
  for (const username of ['has space', 'x'.repeat(16), 'ada@example.com', 'adä'])
    t.same(
      errorsOf(await visitor.submit(page, { email: newEmail(), username, password: PASSWORD })),
      ['invalid-username'],
      username,
    )
  const email = newEmail()
  t.ok(codeIn(await visitor.submit(page, { email, username: 'Grace.H', password: PASSWORD })))
  t.equal((await userBy(email))?.username, 'grace.h')
  const other = await atSignup()
  const taken = await other.visitor.submit(other.page, { email: newEmail(), username: 'GRACE.h', password: PASSWORD })
  t.same(errorsOf(taken), ['invalid-signup'])
})

t.test('an address that is taken gets Auth0’s generic answer, and its password stays', async t => {
  const person = await createPerson(app)
  const { visitor, page } = await atSignup()
  const taken = await visitor.submit(page, { email: person.email, password: 'another password 1' })
  t.same([taken.status, errorsOf(taken)], [400, ['invalid-signup']])
  t.same(await eventsOf(app, person.email), ['fs'])
  const login = await visitor.get(linkOf(taken, 'Sign in'))
  t.ok(codeIn(await visitor.submit(login, { username: person.email, password: PASSWORD })))
})

t.test('two sign-ups with one address at once: one account', async t => {
  const email = newEmail()
  const [one, two] = [await atSignup(), await atSignup()]
  const answers = await Promise.all(
    [one, two].map(({ visitor, page }) => visitor.submit(page, { email, password: PASSWORD })),
  )
  t.same(answers.map(page => codeIn(page) !== undefined).sort(), [false, true])
  t.equal((await (await storeOf(app)).users.listByEmail(email)).length, 1)
})

t.test('disable_signup: no link, no page, no account', async t => {
  const { visitor, page } = await atSignup()
  await setOptions(app, { disable_signup: true })
  t.teardown(() => setOptions(app, { disable_signup: false }))
  const login = await visitor.get(page.url)
  t.match(login.url.pathname, /\/login$/)
  t.notMatch(login.body, 'Create an account')
  const email = newEmail()
  const refused = await visitor.submit(page, { email, password: PASSWORD })
  t.equal(refused.status, 400)
  t.match(refused.body, 'Public signup is disabled')
  t.equal(await userBy(email), undefined)
  t.same(await eventsOf(app, email), ['fs'])
})

t.test('sign-ups are throttled by network', async t => {
  const visitor = elsewhere()
  const { page } = await atSignup(visitor)
  const store = await storeOf(app)
  for (let i = 0; i < 50; i++)
    await store.attempts.begin(
      {
        network: {
          stage: 'pre-user-registration',
          network: visitor.headers['x-forwarded-for'] as string,
          max_attempts: 50,
          rate: 1_728_000,
        },
      },
      new Date(),
    )
  const refused = await visitor.submit(page, { email: newEmail(), password: PASSWORD })
  t.same([refused.status, errorsOf(refused)], [429, ['ip-blocked']])
})

t.test('a forged form makes nobody (login CSRF)', async t => {
  const email = newEmail()
  const { visitor, page } = await atSignup()
  const refused = await visitor.submit(page, { email, password: PASSWORD, _csrf: 'x' })
  t.same([refused.status, errorsOf(refused)], [403, ['form-expired']])
  t.equal(formOf(refused).fields.email, email)
  t.equal(await userBy(email), undefined)
})

t.test(
  'nobody makes herself verified, blocked or somebody else by adding fields (CVE-2026-27946, CVE-2026-105215)',
  async t => {
    const email = newEmail()
    const { visitor, page } = await atSignup()
    const more = { email_verified: 'true', user_id: 'auth0|root', connection: 'x', app_metadata: '{}' }
    t.ok(codeIn(await visitor.submit(page, { email, password: PASSWORD, ...more })))
    t.match(await userBy(email), { email_verified: false, app_metadata: null })
  },
)

t.test('where a verified address comes first', async t => {
  await setOptions(app, { require_verified_email: true })
  t.teardown(() => setOptions(app, { require_verified_email: false }))

  await t.test('known and unknown addresses are answered alike: bytes, statements, jobs, hash operations', async t => {
    const tried = async (email: string) => {
      const { visitor, page } = await atSignup()
      const uid = page.url.pathname.split('/')[2] ?? ''
      let answer: Visited | undefined
      const cost = await costOf(async () => {
        answer = await visitor.submit(page, { email, password: PASSWORD })
      })
      if (!answer) throw new Error('no answer')
      const { _csrf = '', job = '' } = formOf(answer).fields
      const body = [job, _csrf, uid, email].reduce((text, value) => text.replaceAll(value, ''), answer.body)
      return { status: answer.status, body, job: job.length, cost }
    }
    const unknown = newEmail()
    const known = (await createPerson(app, { email: newEmail() })).email
    const unverified = (await createPerson(app, { email: newEmail(), email_verified: false })).email
    t.equal(unknown.length, known.length)
    await tried(newEmail())
    const expected = await tried(unknown)
    t.equal(expected.status, 200)
    t.match(expected.body, 'Check your email')
    t.equal(expected.cost.hashes, 1)
    t.equal(expected.cost.jobs, 1)
    t.same(await tried(known), expected)
    t.same(await tried(unverified), expected)

    t.equal((await mailsTo(app, unknown))[0]?.subject, 'Confirm your email address')
    t.equal((await mailsTo(app, known))[0]?.subject, 'You already have an account')
    t.equal((await mailsTo(app, unverified))[0]?.subject, 'You already have an account')
  })

  await t.test('signing in with the password just chosen does not tell a free address from a taken one', async t => {
    const chosen = 'a password of the stranger'
    const tried = async (email: string) => {
      const { visitor, page } = await atSignup()
      const sent = await visitor.submit(page, { email, password: chosen })
      await untilJobsAreDone(app)
      const login = await visitor.get(linkOf(sent, 'Back to sign in'))
      const uid = login.url.pathname.split('/')[2] ?? ''
      const answer = await visitor.submit(login, { username: email, password: chosen })
      const { _csrf = '' } = formOf(answer).fields
      return {
        status: answer.status,
        body: [_csrf, uid, email].reduce((text, value) => text.replaceAll(value, ''), answer.body),
      }
    }
    const taken = (await createPerson(app, { email: newEmail() })).email
    t.same(await tried(newEmail()), await tried(taken))
  })

  await t.test('nobody is signed in before the address is verified', async t => {
    const email = newEmail()
    const { visitor, page } = await atSignup()
    const sent = await visitor.submit(page, { email, password: PASSWORD })
    t.equal(titleOf(sent), 'Check your email')
    t.equal(codeIn(sent), undefined)
    const [first] = await mailsTo(app, email)

    const login = await visitor.get(linkOf(sent, 'Back to sign in'))
    const wrong = await visitor.submit(login, { username: email, password: 'wrong' })
    const early = await visitor.submit(login, { username: email, password: PASSWORD })
    t.same(errorsOf(wrong), ['wrong-credentials-or-unverified'])
    t.same(errorsOf(early), ['wrong-credentials-or-unverified'])
    t.equal(codeIn(early), undefined)
    const mails = await mailsTo(app, email, 2)
    t.equal(mails[1]?.subject, 'Confirm your email address')

    const reader = elsewhere()
    t.equal(titleOf(await reader.submit(await reader.get(linkIn(first)))), 'Email confirmed')
    const late = await reader.get(linkIn(mails[1]))
    t.match(late.body, 'was confirmed before', 'the first use spends the other links too')
    t.ok(codeIn(await visitor.submit(login, { username: email, password: PASSWORD })))
  })

  await t.test(
    'asking for the mail again repeats that very sign-up, and only in the interaction it was made in',
    async t => {
      const email = newEmail()
      const { visitor, page } = await atSignup()
      const sent = await visitor.submit(page, { email, password: PASSWORD })
      await mailsTo(app, email)
      t.match((await visitor.submit(sent, {}, 'resend')).body, 'Sent again.')
      const mails = await mailsTo(app, email, 2)
      t.same(
        mails.map(({ subject }) => subject),
        ['Confirm your email address', 'Confirm your email address'],
      )

      const other = await atSignup()
      const { job = '' } = formOf(sent).fields
      const elsewhereSent = await other.visitor.submit(other.page, { email: newEmail(), password: PASSWORD })
      for (const forged of [job, 'x', ''])
        t.match((await other.visitor.submit(elsewhereSent, { job: forged }, 'resend')).url.pathname, /\/login$/)
      t.match((await visitor.get(sent.url)).url.pathname, /\/(login|signup)$/)
      await untilJobsAreDone(app)
      t.equal((await mailsTo(app, email)).length, 2)
    },
  )

  await t.test(
    'who signs up with a stranger’s address first does not get in when the stranger comes (pre-hijacking)',
    async t => {
      const email = newEmail()
      const attacker = await atSignup()
      await attacker.visitor.submit(attacker.page, { email, password: 'the attacker’s password' })
      await mailsTo(app, email)
      const owner = await atSignup()
      await owner.visitor.submit(owner.page, { email, password: PASSWORD })
      const mails = await mailsTo(app, email, 2)
      t.equal(mails[1]?.subject, 'You already have an account')

      const reset = await owner.visitor.get(linkIn(mails[1]))
      const changed = await owner.visitor.submit(reset, { 'password-reset': PASSWORD, 're-enter-password': PASSWORD })
      t.equal(titleOf(changed), 'Password changed')
      t.equal((await userBy(email))?.email_verified, true, 'the mailbox is hers')
      const login = await visit(app, client, {}, elsewhere())
      const theirs = await login.visitor.submit(login.page, { username: email, password: 'the attacker’s password' })
      t.same(errorsOf(theirs), ['wrong-credentials-or-unverified'])
      t.ok(codeIn(await login.visitor.submit(login.page, { username: email, password: PASSWORD })))
    },
  )

  await t.test('more mails than are sensible are not sent', async t => {
    const email = newEmail()
    const { visitor, page } = await atSignup()
    let sent = await visitor.submit(page, { email, password: PASSWORD })
    for (let i = 0; i < 7; i++) {
      sent = await visitor.submit(sent, {}, 'resend')
      t.equal(titleOf(sent), 'Check your email', 'the page is the same')
    }
    await untilJobsAreDone(app)
    t.equal((await mailsTo(app, email)).length, 5)
  })
})

t.test('without mail there is neither a confirmation nor a demand for one', async t => {
  await setOptions(app, { require_verified_email: true })
  t.teardown(() => setOptions(app, { require_verified_email: false }))
  const mute = await createTestApp(t, { production: true, database: app.database })
  const person = await createPerson(app, { email_verified: false })
  const { visitor, page } = await visit(mute, client, {}, new Visitor(mute.issuer))
  t.notMatch(page.body, 'Create an account')
  t.notMatch(page.body, 'Forgot password?')
  const refused = await visitor.submit(page, { username: person.email, password: PASSWORD })
  const answer = new URL(refused.headers.get('location') ?? '').searchParams
  t.equal(answer.get('error'), 'unauthorized')
  t.match(answer.get('error_description'), 'verify your email')
})
