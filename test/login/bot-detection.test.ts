// Forms that must come with a proof of work: where there is risk, where it is set, and only there.
import { createHash } from 'node:crypto'
import t, { type Test } from 'tap'
import { newWork } from '../../src/credentials/proof-of-work.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { askFor, codeIn, configure, createClient, createPerson, PASSWORD, storeOf, visit } from '../support/scene.ts'
import { errorsOf, formOf, type Visited } from '../support/visitor.ts'
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

t.test('a browser makes the proof unseen, while the person types', async t => {
  const { app, ada } = await detecting(t, { challenge_password_policy: 'always' })
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
  t.strictSame(errors, [])
})
