// Forms that must come with a proof of work: where there is risk, where it is set, and only there.
import { createHash } from 'node:crypto'
import t, { type Test } from 'tap'
import { newWork } from '../../src/credentials/proof-of-work.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { codeOf, createPasswordless, mailedCode } from '../support/passwordless.ts'
import {
  askFor,
  codeIn,
  configure,
  createClient,
  createPerson,
  PASSWORD,
  setOptions,
  storeOf,
  visit,
} from '../support/scene.ts'
import { errorsOf, formOf, type Visited, type Visitor } from '../support/visitor.ts'
import { startWebApp } from '../support/web-app.ts'

async function detecting(t: Test, settings: object) {
  const app = await createTestApp(t)
  await configure(app, async () => {
    const { status, body } = await app.api('PATCH', '/attack-protection/bot-detection', settings)
    if (status !== 200) throw new Error(JSON.stringify(body))
  })
  return { app, client: await createClient(app), ada: await createPerson(app) }
}

/** What a browser's script does. */
function solve(page: Visited): { work_solution: string } {
  const { work = '' } = formOf(page).fields
  const bits = Number(page.body.match(/data-work-bits="(\d+)"/)?.[1])
  for (let n = 0; ; n++) {
    const head = createHash('sha256').update(`${work}:${n}`).digest().readUInt32BE(0)
    if (head >>> (32 - bits) === 0) return { work_solution: String(n) }
  }
}
const challenged = (page: Visited) => 'work' in formOf(page).fields
const lastChallenges = async (app: TestApp) => (await app.api('GET', '/logs?q=type:pla')).body

t.test(
  'nobody is asked where there is no risk; a network whose forms come to nothing is, with the right password too',
  async t => {
    const { app, client, ada } = await detecting(t, { bot_detection_level: 'high' })
    const { visitor, page } = await visit(app, client)
    const signIn = (at: Visited, password: string, more = {}) =>
      visitor.submit(at, { username: ada.email, password, ...more })
    let shown = page
    for (let i = 0; i < 5; i++) {
      t.notOk(challenged(shown))
      shown = await signIn(shown, 'wrong')
      t.strictSame(errorsOf(shown), ['wrong-credentials'])
    }
    const asked = await signIn(shown, PASSWORD)
    t.strictSame(errorsOf(asked), ['challenge-required'])
    t.equal(asked.status, 400)
    t.ok(challenged(asked))
    t.match(asked.body, ada.email, 'what was typed is kept')
    t.strictSame(errorsOf(await signIn(asked, PASSWORD, { work_solution: '1' })), ['challenge-required'])
    t.strictSame(errorsOf(await signIn(asked, PASSWORD)), ['challenge-required'], 'too soon for who waits')

    const solution = solve(asked)
    t.strictSame(errorsOf(await signIn(asked, 'wrong', solution)), ['wrong-credentials'])
    t.strictSame(errorsOf(await signIn(asked, PASSWORD, solution)), ['challenge-required'], 'a proof is good once')
    const other = await visit(app, client)
    const elsewhere = await other.visitor.submit(other.page, { username: ada.email, password: PASSWORD })
    const { work = '' } = formOf(asked).fields
    const borrowed = { work, ...solve(asked), username: ada.email, password: PASSWORD }
    t.strictSame(errorsOf(await other.visitor.submit(elsewhere, borrowed)), ['challenge-required'], 'for its own form')
    const again = await signIn(asked, PASSWORD)
    t.ok(codeIn(await signIn(again, PASSWORD, solve(again))))
    t.match(await lastChallenges(app), [{ details: { stage: 'password', policy: 'when_risky', challenged: true } }])
  },
)

t.test('who has no script waits, and of those that wait one gets through at a time', async t => {
  const { app, client, ada } = await detecting(t, { challenge_password_policy: 'always' })
  const secret = (await storeOf(app)).secret('proof of work')
  const signIn = async (waited_ms: number) => {
    const { visitor, page } = await visit(app, client)
    t.ok(challenged(page), 'asked at once')
    t.match(page.body, '15 seconds')
    // As the page would be that was shown then.
    const purpose = JSON.stringify([formOf(page).action.pathname, '127.0.0.1'])
    const { challenge: work } = newWork(secret, purpose, new Date(Date.now() - waited_ms))
    return visitor.submit(page, { username: ada.email, password: PASSWORD, work })
  }
  t.strictSame(errorsOf(await signIn(14_000)), ['challenge-required'])
  t.ok(codeIn(await signIn(16_000)))
  t.strictSame(errorsOf(await signIn(16_000)), ['challenge-required'], 'not two at once')
  t.strictSame(errorsOf(await signIn(700_000)), ['challenge-required'], 'nor for ever')
})

t.test('monitoring only tells; what is trusted is not asked; never is never', async t => {
  const { app, client, ada } = await detecting(t, {
    challenge_password_policy: 'always',
    monitoring_mode_enabled: true,
  })
  const signIn = async () => {
    const { visitor, page } = await visit(app, client)
    return visitor.submit(page, { username: ada.email, password: PASSWORD })
  }
  t.ok(codeIn(await signIn()))
  t.match(await lastChallenges(app), [{ details: { challenged: false } }])
  for (const settings of [
    { monitoring_mode_enabled: false, allowlist: ['127.0.0.0/8', '::1'] },
    { allowlist: [], challenge_password_policy: 'never' },
  ]) {
    await configure(app, () => app.api('PATCH', '/attack-protection/bot-detection', settings))
    t.ok(codeIn(await signIn()))
  }
})

t.test('sign-up and reset are asked too', async t => {
  const { app, client } = await detecting(t, {
    challenge_password_policy: 'always',
    challenge_password_reset_policy: 'always',
  })
  for (const screen of ['signup', 'reset-password-request']) {
    const { visitor, page } = await visit(app, client)
    const form = await visitor.get(page.url.pathname.replace(/[^/]+$/, screen))
    t.ok(challenged(form), screen)
    const filled = { email: 'grace@example.com', password: PASSWORD }
    t.strictSame(errorsOf(await visitor.submit(form, filled)), ['challenge-required'], screen)
    t.strictSame(errorsOf(await visitor.submit(form, filled, 'resend')), ['challenge-required'], screen)
    const asked = await visitor.submit(form, filled)
    t.strictSame(errorsOf(await visitor.submit(asked, { ...filled, ...solve(asked) })), [], screen)
  }
})

t.test('whatever has a code or a link sent is asked, and the code itself is not', async t => {
  const { app, client } = await detecting(t, {
    challenge_password_policy: 'never',
    challenge_passwordless_policy: 'always',
  })
  await createPasswordless(app, 'email', [client])
  await setOptions(app, { authentication_methods: { email_otp: { enabled: true } } })
  const ada = await createPerson(app)
  const codes = async () => (await app.database.query('select id from one_time_codes')).rows.map(({ id }) => String(id))
  /** Sends a form that has a code sent: not without a proof, and once by one. */
  const guards = async (visitor: Visitor, page: Visited, typed: object, action: string | undefined, what: string) => {
    const before = new Set(await codes())
    const sentNow = async () => (await codes()).filter(id => !before.has(id)).length
    const bare = await visitor.submit(page, { ...typed, work: '', work_solution: '' }, action)
    t.strictSame([bare.status, errorsOf(bare)], [400, ['challenge-required']], what)
    t.equal(await sentNow(), 0, 'nothing is sent')
    t.ok(challenged(bare), 'and what is wanted is on the page')
    t.match(bare.body, '15 seconds', 'for who has no script too')
    const proof = solve(bare)
    const sent = await visitor.submit(bare, { ...typed, ...proof }, action)
    t.strictSame(errorsOf(sent), [], what)
    t.equal(await sentNow(), 1, what)
    const newest = await codes()
    await visitor.submit(bare, { ...typed, ...proof }, action)
    t.strictSame(await codes(), newest, 'a proof is good once')
    return sent
  }
  const combined = await visit(app, client)
  t.ok(challenged(combined.page), 'the form has a button that sends a code')
  t.ok(
    codeIn(await combined.visitor.submit(combined.page, { username: ada.email, password: PASSWORD, work: '' })),
    'what the password’s policy does not ask for is not wanted of who gives one',
  )
  const { visitor, page } = await visit(app, client)
  const code_page = await guards(visitor, page, { username: ada.email }, 'code', 'in place of a password')
  t.match(code_page.url.pathname, /email-otp-challenge$/)
  t.notOk(challenged(code_page))
  t.strictSame(errorsOf(await visitor.submit(code_page, { code: '00000000' })), ['wrong-code'])
  const again = await guards(visitor, code_page, {}, 'resend', 'once more')
  await untilJobsAreDone(app)
  const code = codeOf((await mailsTo(app, ada.email, 2)).at(-1))
  t.ok(codeIn(await visitor.submit(again, { code })))

  const without = await visit(app, client, { connection: 'email' })
  t.ok(challenged(without.page), 'asked at once')
  const link = await guards(without.visitor, without.page, { username: 'grace@example.com' }, undefined, 'passwordless')
  await guards(without.visitor, link, {}, 'link', 'a link instead')

  await configure(app, store => store.settings.update({ prompts: { identifier_first: true } }, new Date()))
  const named = await visit(app, client)
  t.notOk(challenged(named.page), 'a name alone sends nothing')
  const typed = await named.visitor.submit(named.page, { username: 'eve@example.com' })
  await guards(named.visitor, typed, {}, 'code', 'after the name')
  await setOptions(app, {
    attributes: {
      email: { identifier: { active: true, default_method: 'email_otp' }, signup: { status: 'required' } },
    },
  })
  const first = await visit(app, client)
  t.ok(challenged(first.page), 'where the name has one sent')
  await guards(first.visitor, first.page, { username: 'mallory@example.com' }, undefined, 'by the name')
  for (const settings of [
    { monitoring_mode_enabled: true },
    { monitoring_mode_enabled: false, allowlist: ['127.0.0.0/8', '::1'] },
    { allowlist: [], challenge_passwordless_policy: 'never' },
  ]) {
    await configure(app, () => app.api('PATCH', '/attack-protection/bot-detection', settings))
    const { visitor, page } = await visit(app, client)
    t.notOk(challenged(page), JSON.stringify(settings))
    const sent = await visitor.submit(page, { username: `${Object.keys(settings).length}@example.com` })
    t.match(sent.url.pathname, /email-otp-challenge$/, JSON.stringify(settings))
  }
})

t.test('each level has a number of forms of its own', async t => {
  const { app, client, ada } = await detecting(t, {})
  const store = await storeOf(app)
  let noted = 0
  for (const [bot_detection_level, forms] of [
    ['high', 5],
    ['medium', 15],
    ['low', 30],
  ] as const) {
    await configure(app, () => app.api('PATCH', '/attack-protection/bot-detection', { bot_detection_level }))
    const signIn = async () => {
      const { visitor, page } = await visit(app, client)
      return visitor.submit(page, { username: ada.email, password: PASSWORD })
    }
    for (; noted < forms - 1; noted++)
      await store.throttles.hit(['forms that came to nothing', '127.0.0.1'], 900, new Date())
    t.ok(codeIn(await signIn()), `${bot_detection_level}: not yet`)
    await store.throttles.hit(['forms that came to nothing', '127.0.0.1'], 900, new Date())
    noted++
    t.strictSame(errorsOf(await signIn()), ['challenge-required'], bot_detection_level)
  }
})

t.test('who asks for codes and never types one is a risk; a code that comes back is none', async t => {
  const { app, client } = await detecting(t, { bot_detection_level: 'high' })
  await createPasswordless(app, 'email', [client])
  const ask = async (username: string) => {
    const { visitor, page } = await visit(app, client, { connection: 'email' })
    return { visitor, page: await visitor.submit(page, { username }) }
  }
  for (let i = 0; i < 6; i++) {
    const { visitor, page } = await ask(`ada-${i}@example.com`)
    t.ok(codeIn(await visitor.submit(page, { code: await mailedCode(app, `ada-${i}@example.com`) })))
  }
  for (let i = 0; i < 5; i++) t.strictSame(errorsOf((await ask(`victim-${i}@example.com`)).page), [])
  t.strictSame(errorsOf((await ask('victim-5@example.com')).page), ['challenge-required'])
  t.match(await lastChallenges(app), [{ details: { stage: 'passwordless', policy: 'when_risky', challenged: true } }])
})

t.test('a sign-up’s mail is not sent again without, nor its code', async t => {
  const { app, client } = await detecting(t, {})
  await setOptions(app, { require_verified_email: true })
  const start = async () => {
    const { visitor, page } = await visit(app, client, { screen_hint: 'signup' })
    return { visitor, page: await visitor.submit(page, { email: 'grace@example.com', password: PASSWORD }) }
  }
  const sent = await start()
  const always = (challenge_password_policy: 'always' | 'never') =>
    configure(app, () => app.api('PATCH', '/attack-protection/bot-detection', { challenge_password_policy }))
  await always('always')
  const asked = await sent.visitor.submit(sent.page, {}, 'resend')
  t.strictSame([asked.status, errorsOf(asked)], [400, ['challenge-required']])
  t.match((await sent.visitor.submit(asked, solve(asked), 'resend')).body, 'Sent again')

  await always('never')
  const active = { active: true }
  await setOptions(app, {
    require_verified_email: false,
    attributes: {
      email: {
        identifier: active,
        verification_method: 'otp',
        signup: { status: 'required', verification: active },
      },
    },
  })
  const code_page = await start()
  t.match(code_page.page.url.pathname, /email-identifier-challenge$/)
  await always('always')
  const wanted = await code_page.visitor.submit(code_page.page, {}, 'resend')
  t.strictSame([wanted.status, errorsOf(wanted)], [400, ['challenge-required']])
  t.strictSame(errorsOf(await code_page.visitor.submit(wanted, solve(wanted), 'resend')), [])

  await setOptions(app, { authentication_methods: { password: { enabled: false }, email_otp: { enabled: true } } })
  const { visitor, page } = await visit(app, client, { screen_hint: 'signup' })
  t.ok(challenged(page), 'where a code alone makes an account, who asks for one is asked too')
  const email = 'mary@example.com'
  t.strictSame(errorsOf(await visitor.submit(page, { email })), ['challenge-required'])
  const again = await visitor.submit(page, { email })
  t.match((await visitor.submit(again, { email, ...solve(again) })).url.pathname, /email-identifier-challenge$/)
})

t.test('a page in another language is proved like any', async t => {
  const { app, client, ada } = await detecting(t, { challenge_password_policy: 'always' })
  const { visitor, page } = await visit(app, client)
  const french = await visitor.get(`${page.url.pathname}?ui_locales=fr`)
  t.match(formOf(french).action.search, 'ui_locales=fr')
  t.ok(codeIn(await visitor.submit(french, { username: ada.email, password: PASSWORD, ...solve(french) })))
})

t.test('a browser makes the proof unseen, while the person types', async t => {
  const { app, ada } = await detecting(t, {
    challenge_password_policy: 'always',
    challenge_passwordless_policy: 'always',
  })
  await setOptions(app, { authentication_methods: { email_otp: { enabled: true } } })
  const shop = await startWebApp(t, { '/callback': { type: 'text/html', body: '<h1>Welcome</h1>' } })
  const shopper = await createClient(app, { callbacks: [`${shop.origin}/callback`] })
  const page = await (await openBrowser(t)).newPage()
  const errors: string[] = []
  page.on('console', message => {
    // The shop has no picture of its own.
    if (message.type() === 'error' && message.location().url.startsWith(app.issuer)) errors.push(message.text())
  })
  await page.goto(new URL(askFor(shopper).url, app.issuer).href)
  await page.fill('[name=username]', ada.email)
  await page.fill('[name=password]', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${shop.origin}/callback?**`)
  t.match(page.url(), 'code=')
  await page.goto(new URL(askFor(shopper, { prompt: 'login' }).url, app.issuer).href)
  await page.fill('[name=username]', ada.email)
  await page.click('[value=code]')
  await page.waitForURL('**/email-otp-challenge')
  // Once more takes a proof too.
  await page.click('[value=resend]')
  await page.waitForSelector('[data-error-code=challenge-required]')
  await page.click('[value=resend]')
  await page.waitForSelector('[data-error-code]', { state: 'detached' })
  t.equal((await mailsTo(app, ada.email, 2)).length, 2)
  t.strictSame(
    errors.filter(text => !/status of 400/.test(text)),
    [],
  )
})
