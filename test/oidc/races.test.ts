// Many at once, from two processes, on one PostgreSQL. What happens is a rule, not a matter of timing.
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import t from 'tap'
import { freePort, KEYS } from '../support/app.ts'
import { serve } from '../support/process.ts'
import { createProtocol } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const port = await freePort()
const data_dir = await mkdtemp(path.join(tmpdir(), 'lintel-races-'))
t.teardown(() => rm(data_dir, { recursive: true, force: true }))
await serve(t, {
  PORT: String(port),
  LINTEL_ISSUER: p.issuer,
  DATABASE_URL: p.app.database.url,
  LINTEL_DATA_DIR: data_dir,
  LINTEL_ENCRYPTION_KEYS: KEYS.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
})

const rotation = { ...(await p.createClient()).refresh_token }
const client = await p.createClient({ refresh_token: { ...rotation, leeway: 0 } })
const lenient = await p.createClient({ refresh_token: { ...rotation, leeway: 30 } })
const api = await p.createApi()

type Outcome = { status: number; body: { error?: string; refresh_token?: string } }

/** To one process or the other, by the issuer's name. */
function post(parameters: { [name: string]: string }, to: number): Promise<Outcome> {
  const body = new URLSearchParams(parameters).toString()
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port: to,
        path: '/oauth/token',
        method: 'POST',
        headers: {
          host: new URL(p.issuer).host,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': body.length,
        },
      },
      response => {
        let text = ''
        response.on('data', chunk => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const ports = [Number(new URL(p.issuer).port), port] as const
const fifty = (parameters: { [name: string]: string }) =>
  Promise.all(Array.from({ length: 50 }, (_, i) => post(parameters, ports[i % 2] as number)))
const tally = (outcomes: Outcome[]) => {
  const counts: { [what: string]: number } = {}
  for (const { status, body } of outcomes) {
    const what = `${status} ${body.error ?? ''}`.trim()
    counts[what] = (counts[what] ?? 0) + 1
  }
  return counts
}
const refreshOf = (client_id: string, refresh_token = '') => ({ grant_type: 'refresh_token', client_id, refresh_token })

for (const round of [1, 2, 3]) {
  t.test(`fifty redemptions of one code: one wins, and what it won is dead (${round})`, async t => {
    const { callback, verifier } = await p.authorized(client, ada, { audience: api.identifier })
    const outcomes = await fifty({
      grant_type: 'authorization_code',
      client_id: client.client_id,
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: 'https://app.example/callback',
      code_verifier: verifier,
    })
    t.same(tally(outcomes), { 200: 1, '403 invalid_grant': 49 })
    const winner = outcomes.find(({ status }) => status === 200)
    t.ok(winner?.body.refresh_token)
    t.equal((await post(refreshOf(client.client_id, winner?.body.refresh_token), port)).status, 403)
  })

  t.test(`fifty refreshes without leeway: one wins, and the family is revoked (CVE-2026-53517, ${round})`, async t => {
    const { body } = await p.tokens(client, ada, { audience: api.identifier })
    const outcomes = await fifty(refreshOf(client.client_id, body.refresh_token))
    t.same(tally(outcomes), { 200: 1, '403 invalid_grant': 49 })
    const winner = outcomes.find(({ status }) => status === 200)
    t.equal((await post(refreshOf(client.client_id, winner?.body.refresh_token), port)).status, 403)
  })

  t.test(`fifty refreshes within the leeway: all succeed, and the family lives (${round})`, async t => {
    const { body } = await p.tokens(lenient, ada, { audience: api.identifier })
    const outcomes = await fifty(refreshOf(lenient.client_id, body.refresh_token))
    t.same(tally(outcomes), { 200: 50 })
    t.equal(new Set(outcomes.map(outcome => outcome.body.refresh_token)).size, 50)
    const one = outcomes[17]?.body.refresh_token
    t.equal((await post(refreshOf(lenient.client_id, one), port)).status, 200)
  })
}

t.test('sessions that are saved at once all count', async t => {
  const clients = await Promise.all(Array.from({ length: 8 }, () => p.createClient()))
  const { browser } = await p.tokens(client, ada)
  const answers = await Promise.all(
    clients.map(async of => p.redeem(of, await p.authorized(of, ada, { prompt: 'none' }, browser))),
  )
  t.same(
    answers.map(({ status }) => status),
    clients.map(() => 200),
  )
  const [family] = await p.store.refresh_tokens.listAfter(
    { user_id: ada.user_id, client_id: clients[0]!.client_id },
    undefined,
    1,
    new Date(),
  )
  const session = await p.store.sessions.find(family?.session_id ?? '', new Date())
  t.same(session?.client_ids, [client.client_id, ...clients.map(({ client_id }) => client_id)].sort())
})
