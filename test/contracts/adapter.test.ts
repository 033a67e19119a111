// What oidc-provider expects of an adapter, said once and kept by ours and by its own in-memory one, which is the oracle. `ours` marks what
// we promise beyond that.
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
// @ts-expect-error: not part of its public interface, and so without types
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'
import t, { type Test } from 'tap'
import { newBearerValue } from '../../src/ids.ts'
import { createAdapter } from '../../src/oidc/adapter.ts'
import { newRequestFacts, type RequestFacts } from '../../src/oidc/request-facts.ts'
import { hashBearer } from '../../src/store/hash.ts'
import { createProtocol } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const lenient = await p.createClient({ refresh_token: { ...client.refresh_token, leeway: 60 } })

type Subject = {
  /** the adapter of a kind, as a new request sees it */
  of(kind: string): Adapter
  /** several kinds within one request */
  request(): (kind: string) => Adapter
}

function ours(): Subject {
  const request = () => {
    const facts: RequestFacts = newRequestFacts({ now: new Date() })
    facts.connection_id = p.connection_id
    facts.granting = { session_id: 'session', offline: true }
    return createAdapter(p.store, () => facts)
  }
  return { request, of: kind => request()(kind) }
}

function oracle(): Subject {
  const adapter = createMemoryAdapter(15) as (kind: string) => Adapter
  return { request: () => adapter, of: adapter }
}

const now = () => Math.floor(Date.now() / 1000)
const payload = (kind: string, jti: string, more: AdapterPayload = {}): AdapterPayload => ({
  kind,
  jti,
  iat: now(),
  exp: now() + 600,
  ...more,
})

async function grantOf(subject: Subject): Promise<string> {
  const id = newBearerValue()
  const about = { accountId: ada.user_id, clientId: client.client_id, openid: { scope: 'openid' } }
  await subject.of('Grant').upsert(id, payload('Grant', id, about), 600)
  return id
}

/** What a token of this kind is made of. */
const token = (kind: string, jti: string, grantId: string, more: AdapterPayload = {}) =>
  payload(kind, jti, {
    accountId: ada.user_id,
    clientId: client.client_id,
    grantId,
    scope: 'openid offline_access',
    ...(kind === 'AccessToken' ? {} : { sessionUid: 'session' }),
    ...more,
  })

const session = (jti: string, uid: string, more: AdapterPayload = {}) =>
  payload('Session', jti, { uid, accountId: ada.user_id, loginTs: now(), amr: ['pwd'], authorizations: {}, ...more })

function contract(t: Test, subject: Subject): void {
  t.test('what is not there is undefined', async t => {
    for (const kind of [
      'Session',
      'Grant',
      'AccessToken',
      'AuthorizationCode',
      'RefreshToken',
      'Interaction',
      'Client',
      'DeviceCode',
    ])
      t.equal(await subject.of(kind).find('nothing'), undefined, kind)
    t.equal(await subject.of('Session').findByUid('nothing'), undefined)
  })

  t.test('what is stored is found again, byte for byte', async t => {
    const grantId = await grantOf(subject)
    for (const kind of ['AccessToken', 'AuthorizationCode', 'RefreshToken']) {
      const id = newBearerValue()
      const stored = token(kind, id, grantId, { nonce: 'n☃"\\', claims: { id_token: { acr: null } } })
      await subject.of(kind).upsert(id, stored, 600)
      const found = await subject.of(kind).find(id)
      t.match(found, { ...stored, exp: Number }, kind)
      t.equal(Math.abs((found as { exp: number }).exp - (stored.exp as number)) <= 1, true)
      t.equal(await subject.of(kind).find(id.toLowerCase()), undefined, 'ids are compared byte for byte')
      t.equal(await subject.of(kind).find(`${id}x`), undefined)
      t.equal(
        await subject.of(kind === 'AccessToken' ? 'AuthorizationCode' : 'AccessToken').find(id),
        undefined,
        'of its kind',
      )
    }
  })

  t.test('a second upsert replaces', async t => {
    const id = newBearerValue()
    const first = payload('Interaction', id, {
      prompt: { name: 'login' },
      params: { state: 'a' },
    } as unknown as AdapterPayload)
    await subject.of('Interaction').upsert(id, first, 600)
    await subject.of('Interaction').upsert(id, { ...first, result: { error: 'x' } }, 600)
    t.match(await subject.of('Interaction').find(id), { jti: id, params: { state: 'a' }, result: { error: 'x' } })
  })

  t.test('what is destroyed is gone, and once more is no error', async t => {
    const grantId = await grantOf(subject)
    for (const kind of ['AccessToken', 'AuthorizationCode', 'RefreshToken', 'Interaction', 'Session']) {
      const id = newBearerValue()
      const what =
        kind === 'Session'
          ? session(id, newBearerValue())
          : kind === 'Interaction'
            ? payload(kind, id)
            : token(kind, id, kind === 'RefreshToken' ? await grantOf(subject) : grantId)
      await subject.of(kind).upsert(id, what, 600)
      await subject.of(kind).destroy(id)
      t.equal(await subject.of(kind).find(id), undefined, kind)
      await t.resolves(subject.of(kind).destroy(id))
    }
    await subject.of('Grant').destroy(grantId)
    t.equal(await subject.of('Grant').find(grantId), undefined)
  })

  t.test('a code that is consumed says so', async t => {
    const grantId = await grantOf(subject)
    const id = newBearerValue()
    await subject.of('AuthorizationCode').upsert(id, token('AuthorizationCode', id, grantId), 60)
    t.notOk((await subject.of('AuthorizationCode').find(id))?.consumed)
    await subject.of('AuthorizationCode').consume(id)
    t.ok((await subject.of('AuthorizationCode').find(id))?.consumed)
  })

  t.test('a refresh token that is consumed for its successor says so', async t => {
    const grantId = await grantOf(subject)
    const [first, second] = [newBearerValue(), newBearerValue()]
    await subject.of('RefreshToken').upsert(first, token('RefreshToken', first, grantId), 600)
    const request = subject.request()
    t.notOk((await request('RefreshToken').find(first))?.consumed)
    await request('RefreshToken').consume(first)
    await request('RefreshToken').upsert(second, token('RefreshToken', second, grantId), 600)
    t.ok((await subject.of('RefreshToken').find(first))?.consumed)
    t.notOk((await subject.of('RefreshToken').find(second))?.consumed)
  })

  t.test('revoking a grant takes everything that hangs on it, and nothing else', async t => {
    const [doomed, spared] = [await grantOf(subject), await grantOf(subject)]
    const ids: [string, string, string][] = []
    for (const grantId of [doomed, spared]) {
      for (const kind of ['AccessToken', 'AuthorizationCode', 'RefreshToken']) {
        const id = newBearerValue()
        await subject.of(kind).upsert(id, token(kind, id, grantId), 600)
        ids.push([grantId, kind, id])
      }
    }
    const request = subject.request()
    for (const kind of ['AccessToken', 'AuthorizationCode', 'RefreshToken']) await request(kind).revokeByGrantId(doomed)
    await request('Grant').destroy(doomed)
    for (const [grantId, kind, id] of ids)
      t.equal((await subject.of(kind).find(id)) !== undefined, grantId === spared, kind)
    t.equal(await subject.of('Grant').find(doomed), undefined)
    t.ok(await subject.of('Grant').find(spared))
  })

  t.test('a session is found by its cookie and by its uid', async t => {
    const [cookie, uid] = [newBearerValue(), newBearerValue()]
    await subject.of('Session').upsert(cookie, session(cookie, uid), 600)
    t.match(await subject.of('Session').find(cookie), { jti: cookie, uid, accountId: ada.user_id, amr: ['pwd'] })
    t.match(await subject.of('Session').findByUid(uid), { uid, accountId: ada.user_id })
  })

  t.test('rows outlive their end: oidc-provider says itself what has expired', async t => {
    const grantId = await grantOf(subject)
    const id = newBearerValue()
    const stored = token('AuthorizationCode', id, grantId, { exp: now() - 5 })
    await subject.of('AuthorizationCode').upsert(id, stored, 1)
    t.match(await subject.of('AuthorizationCode').find(id), { exp: stored.exp })
  })
}

t.test('the oracle', async t => contract(t, oracle()))

t.test('ours', async t => {
  const subject = ours()
  contract(t, subject)

  t.test('consume has one winner, and a loser revokes', async t => {
    const grantId = await grantOf(subject)
    const id = newBearerValue()
    await subject.of('AuthorizationCode').upsert(id, token('AuthorizationCode', id, grantId), 60)
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => subject.of('AuthorizationCode').consume(id)),
    )
    t.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const result of results) if (result.status === 'rejected') t.ok(result.reason instanceof errors.InvalidGrant)
    t.equal(await subject.of('Grant').find(grantId), undefined)
  })

  t.test('what is stored under a grant a moment after its revocation is dead from the start', async t => {
    const grantId = await grantOf(subject)
    await subject.of('Grant').destroy(grantId)
    const id = newBearerValue()
    await subject.of('RefreshToken').upsert(id, token('RefreshToken', id, grantId), 600)
    t.equal(await subject.of('RefreshToken').find(id), undefined)
  })

  t.test('a successor is stored with its predecessor’s end, or not at all', async t => {
    const grantId = await grantOf(subject)
    const [first, second, third] = [newBearerValue(), newBearerValue(), newBearerValue()]
    await subject.of('RefreshToken').upsert(first, token('RefreshToken', first, grantId), 600)
    const [one, two] = [subject.request(), subject.request()]
    for (const request of [one, two]) {
      t.notOk((await request('RefreshToken').find(first))?.consumed, 'both saw it unspent')
      await request('RefreshToken').consume(first)
    }
    await one('RefreshToken').upsert(second, token('RefreshToken', second, grantId), 600)
    await t.rejects(two('RefreshToken').upsert(third, token('RefreshToken', third, grantId), 600), errors.InvalidGrant)
    t.equal(await subject.of('RefreshToken').find(third), undefined)
    t.equal(await subject.of('RefreshToken').find(second), undefined, 'by rule, the family is revoked')
  })

  t.test('within the leeway a spent token is shown as good, until its successor has been spent', async t => {
    const grantId = newBearerValue()
    const of = { clientId: lenient.client_id }
    const about = { accountId: ada.user_id, ...of, openid: { scope: 'openid' } }
    await subject.of('Grant').upsert(grantId, payload('Grant', grantId, about), 600)
    const tokens = [newBearerValue(), newBearerValue(), newBearerValue()] as const
    await subject.of('RefreshToken').upsert(tokens[0], token('RefreshToken', tokens[0], grantId, of), 600)
    for (const [from, to] of [
      [tokens[0], tokens[1]],
      [tokens[1], tokens[2]],
    ] as const) {
      const request = subject.request()
      await request('RefreshToken').find(from)
      await request('RefreshToken').consume(from)
      await request('RefreshToken').upsert(to, token('RefreshToken', to, grantId, of), 600)
      t.notOk((await subject.of('RefreshToken').find(from))?.consumed)
    }
    t.ok((await subject.of('RefreshToken').find(tokens[0]))?.consumed, 'older than the previous one')
  })

  t.test('a new cookie replaces the session’s old one', async t => {
    const [old, fresh, uid] = [newBearerValue(), newBearerValue(), newBearerValue()]
    await subject.of('Session').upsert(old, session(old, uid), 600)
    const request = subject.request()
    await request('Session').find(old)
    await request('Session').upsert(fresh, session(fresh, uid), 600)
    t.equal(await subject.of('Session').find(old), undefined)
    t.match(await subject.of('Session').find(fresh), { uid })
  })

  t.test('a session that was ended while a request held it does not come back', async t => {
    const [cookie, uid] = [newBearerValue(), newBearerValue()]
    await subject.of('Session').upsert(cookie, session(cookie, uid), 600)
    const request = subject.request()
    await request('Session').find(cookie)
    await subject.of('Session').destroy(cookie)
    await t.rejects(request('Session').upsert(cookie, session(cookie, uid), 600), errors.LoginRequired)
    t.equal(await subject.of('Session').find(cookie), undefined)
  })

  t.test('a browser that is not signed in leaves no row', async t => {
    const cookie = newBearerValue()
    await subject.of('Session').upsert(cookie, payload('Session', cookie, { uid: newBearerValue() }), 600)
    t.equal(await subject.of('Session').find(cookie), undefined)
  })

  t.test('no payload holds a secret', async t => {
    const [uid, cookie] = [newBearerValue(), newBearerValue()]
    const about = { session: { accountId: ada.user_id, uid: 'u', cookie }, params: {} } as unknown as AdapterPayload
    await subject.of('Interaction').upsert(uid, payload('Interaction', uid, about), 600)
    const { rows } = await p.app.database.query('select payload::text from artefacts where id_hash = $1', [
      hashBearer(uid),
    ])
    const { payload: text } = rows[0] as { payload: string }
    t.notOk(text.includes(uid) || text.includes(cookie))
    t.match(await subject.of('Interaction').find(uid), { session: { accountId: ada.user_id, uid: 'u' } })
  })

  t.test('what would hang on a user or a grant that has just gone is refused', async t => {
    const gone = { accountId: 'auth0|gone', clientId: client.client_id }
    await t.rejects(subject.of('Grant').upsert('g', payload('Grant', 'g', gone), 600), errors.AccessDenied)
    for (const [kind, refusal] of [
      ['AuthorizationCode', errors.AccessDenied],
      ['AccessToken', errors.InvalidGrant],
      ['RefreshToken', errors.InvalidGrant],
    ] as const)
      await t.rejects(subject.of(kind).upsert('x', token(kind, 'x', 'no grant'), 600), refusal, kind)
  })

  t.test('what Lintel does not store is an error, not a silence', async t => {
    await t.rejects(
      subject.of('PreAuthorizedCode').upsert('x', payload('PreAuthorizedCode', 'x'), 600),
      /does not store/,
    )
  })
})
