// What people type and what mails carry: looked for in a dump of the whole database and in everything that was logged. (Codes, tokens and
// the protocol's cookies: test/oidc/secrets-at-rest.test.ts.)
import t from 'tap'
import { createTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { codeIn, createClient, createPerson, PASSWORD, setOptions, signIn, visit } from '../support/scene.ts'
import { codeOf, mailedCode, provePassword, setMultiFactor } from '../support/second-factor.ts'
import { formOf, linkOf, Visitor } from '../support/visitor.ts'

async function dump(app: TestApp): Promise<string> {
  const { rows: tables } = await app.database.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  let out = ''
  for (const { name } of tables as { name: string }[]) {
    const { rows } = await app.database.query(`select row_to_json(x)::text as row from ${name} x`)
    out += `\n-- ${name}\n${(rows as { row: string }[]).map(({ row }) => row).join('\n')}`
  }
  return out
}

t.test('no password, link or form token is in the database or in the log', async t => {
  const app = await createTestApp(t)
  const client = await createClient(app)
  const seen = new Map<string, string>()
  const note = (what: string, value: string | null | undefined) => {
    if (value) seen.set(value, what)
  }
  const visitor = new Visitor(app.issuer)
  const keep = () => {
    for (const { name, value } of visitor.cookies.values()) if (name !== 'lintel_app') note(`the cookie ${name}`, value)
  }

  // Signs up, and confirms the address; mistypes the password; forgets it; chooses another; signs in with that.
  const email = 'walk@example.com'
  const passwords = ['the first password 1', 'a mistyped password 2', 'the second password 3', 'one that never fits 4']
  for (const password of passwords) note('a password', password)
  const begun = await visit(app, client, { screen_hint: 'signup' }, visitor)
  note('a csrf token', formOf(begun.page).fields._csrf)
  await visitor.submit(begun.page, { email, password: passwords[0] ?? '' })
  keep()
  const [confirm] = await mailsTo(app, email)
  const confirmation = linkIn(confirm)
  note('a verification ticket', confirmation.searchParams.get('ticket'))
  const button = await visitor.get(confirmation)
  note('a csrf token', formOf(button).fields._csrf)
  await visitor.submit(button)
  const wrong = await visit(app, client, { prompt: 'login' }, visitor)
  keep()
  await visitor.submit(wrong.page, { username: email, password: passwords[1] ?? '' })
  const request = await visitor.submit(wrong.page, {}, 'forgot')
  await visitor.submit(request, { email })
  const mails = await mailsTo(app, email, 2)
  const reset = linkIn(mails[1])
  note('a reset ticket', reset.searchParams.get('ticket'))
  const form = await visitor.get(reset)
  note('a csrf token', formOf(form).fields._csrf)
  await visitor.submit(form, { 'password-reset': passwords[3] ?? '', 're-enter-password': 'and differs' })
  await visitor.submit(form, { 'password-reset': passwords[2] ?? '', 're-enter-password': passwords[2] ?? '' })
  keep()
  await mailsTo(app, email, 3)
  const again = await visit(app, client, {}, visitor)
  await visitor.submit(again.page, { username: email, password: passwords[2] ?? '' })
  keep()
  // A ticket that stays open, a password that is set by an administrator.
  const person = await createPerson(app)
  note('a password', PASSWORD)
  const ticket = await app.api('POST', '/tickets/password-change', { user_id: person.user_id })
  note('an open ticket', new URL(ticket.body.ticket).searchParams.get('ticket'))
  note('a password', 'set by an administrator 5')
  await app.api('PATCH', `/users/${person.user_id}`, { password: 'set by an administrator 5' })
  note('the administrator’s token', await app.adminToken())

  await eventually(async () => (await dump(app)).includes('"type":"scp"'))
  const everything = await dump(app)
  const logged = app.logs.join('')
  t.match(everything, /-- public.tickets\n\{/, 'there is something to look through')
  t.match(everything, /"password_hash":"\$argon2id\$/)
  t.ok(seen.size > 15, `${seen.size} secrets`)
  for (const [value, what] of seen) {
    // A cookie of several parts is several secrets.
    for (const part of value.includes('.') && what.includes('lintel_device') ? value.split('.') : [value]) {
      t.notOk(everything.includes(part), `${what} in the database`)
      t.notOk(logged.includes(part), `${what} in the log`)
    }
  }
})

t.test('nothing that proves a second factor is in the database or in the log', async t => {
  const app = await createTestApp(t)
  const client = await createClient(app, { grant_types: ['authorization_code', 'password'] })
  await setMultiFactor(app, {
    factors: { otp: true, email: true, 'recovery-code': true },
    policies: ['all-applications'],
  })
  const seen: { [what: string]: string } = {}
  // Somebody adds an app, and gets a recovery code.
  const ada = await createPerson(app, { email_verified: false })
  const { visitor, page } = await provePassword(app, client, ada)
  const typed = await visitor.get(linkOf(page, 'I cannot scan it'))
  seen['the secret of an app'] = /<code id="secret">([^<]+)</.exec(typed.body)?.[1]?.replaceAll(' ', '') ?? ''
  const code = codeOf(seen['the secret of an app'])
  const saving = await visitor.submit(typed, { code })
  seen['a recovery code'] = /<code id="recovery-code">([^<]+)</.exec(saving.body)?.[1]?.replaceAll('-', '') ?? ''
  let everything = await dump(app)
  t.ok(codeIn(await visitor.submit(saving)))
  // Somebody else comes half the way by API, is sent a code, and has her browser remembered.
  const bob = await createPerson(app)
  const { client_id, client_secret } = client
  const response = await app.fetch('/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id,
      client_secret: client_secret ?? '',
      username: bob.email,
      password: PASSWORD,
    }),
  })
  seen['an mfa_token'] = ((await response.json()) as { mfa_token: string }).mfa_token
  const other = await provePassword(app, client, bob)
  seen['a sent code'] = await mailedCode(app, bob.email)
  everything += await dump(app)
  t.ok(codeIn(await other.visitor.submit(other.page, { code: seen['a sent code'], rememberBrowser: 'true' })))
  const remembered = [...other.visitor.cookies.values()].find(({ name }) => name === 'lintel_remembered')
  seen['a remembered browser'] = remembered?.value ?? ''

  everything += await dump(app)
  for (const table of ['authentication_methods', 'one_time_codes', 'held_proofs', 'remembered_browsers'])
    t.match(everything, `-- public.${table}\n{`, table)
  const logged = app.logs.join('')
  for (const [what, value] of Object.entries(seen)) {
    t.ok(value?.length >= 8, what)
    // As a word: digits may stand within longer numbers.
    const found = new RegExp(`(?<!\\w)${value}(?!\\w)`)
    t.notMatch(everything, found, `${what} in the database`)
    t.notMatch(logged, found, `${what} in the log`)
  }
})

t.test('a mail that waits for its server is sealed, link, address and all', async t => {
  const app = await createTestApp(t, { smtp: { url: 'smtp://127.0.0.1:1', from: 'Lintel <lintel@example.com>' } })
  const client = await createClient(app)
  await setOptions(app, { require_verified_email: true })
  const person = await createPerson(app)
  const { visitor, page } = await visit(app, client)
  await visitor.submit(await visitor.submit(page, {}, 'forgot'), { email: person.email })
  const newcomer = await visit(app, client, { screen_hint: 'signup' })
  await newcomer.visitor.submit(newcomer.page, { email: 'new@example.com', password: 'a password of hers 6' })
  await eventually(async () => {
    const { rows } = await app.database.query(
      "select retry_count from pgboss.job where name = 'mail' and retry_count > 0",
    )
    return rows.length >= 2
  })
  const { rows } = await app.database.query(
    "select * from pgboss.job where name not in ('housekeeping', 'daily_stats')",
  )
  const jobs = JSON.stringify(rows)
  for (const secret of [person.email, 'new@example.com', 'ticket', 'reset-verify', 'argon2', 'a password of hers'])
    t.notMatch(jobs, secret, secret)
  for (const { data } of rows as { data: object }[]) {
    const known = Object.keys(data).filter(key => key !== 'user_id' && key !== 'language')
    t.same(known.sort(), ['sealed', 'tenant_id'])
  }
  const logged = app.logs.join('')
  t.match(logged, 'a job of kind \\"mail\\" failed')
  t.notMatch(logged, 'ticket=')
})

t.test('the session that a page knows is not the one that the database knows', async t => {
  const app = await createTestApp(t)
  const { visitor } = await signIn(app, await createClient(app), await createPerson(app))
  const cookie = [...visitor.cookies.values()].find(({ name }) => name === 'lintel_session')
  const { rows } = await app.database.query('select cookie_hash, payload::text, id from sessions')
  t.equal(rows.length, 1)
  t.notOk(Object.values(rows[0]).includes(cookie?.value))
  t.equal(Buffer.from(cookie?.value ?? '', 'base64url').length, 32, 'and it has 256 bits')
})
