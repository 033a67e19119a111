// oidc-provider's adapter contract over the store. No SQL, and no bearer value at rest: ids are hashed, and payloads are stripped of the
// values that oidc-provider repeats in them (`jti`, a session's cookie).
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import { newBearerValue, newRefreshTokenId } from '../ids.ts'
import type { RegisteredClient } from '../store/client-credentials.ts'
import { violatedForeignKey, violatedUnique } from '../store/database.ts'
import type { Grant } from '../store/grants.ts'
import { hashBearer } from '../store/hash.ts'
import type { NewToken } from '../store/refresh-tokens.ts'
import type { JsonObject, RefreshTokenSettings } from '../store/schema.ts'
import type { FoundSession } from '../store/sessions.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { clientOfDocument } from './client-id-metadata-document.ts'
import { withCurrentKeys } from './client-key-sets.ts'
import { nextExpiry } from './client-keys.ts'
import { type ClientMetadata, clientMetadata, isClientId, isDocumentUrl } from './client-metadata.ts'
import { boundToIssuer } from './issuer.ts'
import { signalsOf } from './multi-factor.ts'
import { furtherResource, narrowedToken, widenedGrant, widenedToken } from './multi-resource-refresh.ts'
import { familyEnd, idleEnd, isCoveredByLeeway } from './refresh-token-lifetime.ts'
import type { RequestFacts } from './request-facts.ts'
import { audiencesOf } from './resource-servers.ts'
import { endOf, endsOf, findRunning } from './session-lifetime.ts'

/** Seconds for which a pushed request is kept after its end. */
const KEPT_FOR_ANSWER = 86_400

const epoch = (date: Date): number => Math.floor(date.getTime() / 1000)
const dateOf = (epochSeconds: number): Date => new Date(epochSeconds * 1000)
const after = (now: Date, seconds = 0): Date => new Date(now.getTime() + seconds * 1000)

/** A payload as it may be stored: without the secrets that oidc-provider puts into it. */
function atRest({ jti: _, consumed: __, ...payload }: AdapterPayload): JsonObject {
  const { session } = payload as { session?: { cookie?: unknown } }
  if (!session) return payload
  const { cookie: ___, ...rest } = session
  return { ...payload, session: rest }
}

/** What every kind is unless it says otherwise: oidc-provider asks for kinds of features that are off, and finds nothing. */
const nothing: Adapter = {
  upsert: async () => refuse('upsert'),
  find: async () => undefined,
  findByUid: async () => refuse('findByUid'),
  findByUserCode: async () => refuse('findByUserCode'),
  consume: async () => refuse('consume'),
  destroy: async () => refuse('destroy'),
  revokeByGrantId: async () => {},
}

/** A user, client or connection that goes takes along what is stored under it, also what is just being stored. */
async function unlessGone<T>(work: Promise<T>, gone: () => Error): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw violatedForeignKey(error) ? gone() : error
  }
}

/** A user code that somebody is being shown at this moment: short as they are, that may happen. */
async function unlessTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw violatedUnique(error) ? new errors.TemporarilyUnavailable('please try again', { cause: error }) : error
  }
}

/**
 * CIBA Core §10.2: a ping names its request and carries the client's own token. Neither is at rest but sealed.
 * @returns `secret`: what the ping will need, if there is to be one
 */
function withoutToken(auth_req_id: string, payload: AdapterPayload): { rest: AdapterPayload; secret?: string } {
  const { client_notification_token, ...params } = (payload.params ?? {}) as Record<string, unknown>
  if (client_notification_token === undefined) return { rest: payload }
  return { rest: { ...payload, params }, secret: JSON.stringify({ auth_req_id, client_notification_token }) }
}

const spentTwice = () => new errors.InvalidGrant('authorization code already consumed')

/**
 * Spends the code that is being exchanged, where no refresh token comes of it. Throws when it was spent by somebody else between our look and now:
 * by RFC 6749 §4.1.2 that revokes what came of it, also when both came at once.
 */
export async function spendCode(store: TenantStore, { redeeming, now }: RequestFacts): Promise<void> {
  if (redeeming === undefined || (await store.artefacts.consume('AuthorizationCode', redeeming, now))) return
  const found = await store.artefacts.findGranted('AuthorizationCode', redeeming, now)
  if (found) await store.grants.revoke({ id: found.grant.id }, now)
  throw spentTwice()
}

/** Stands before the hash of a value that is itself unknown, inside this process only: nobody outside can send a hash for a value. */
const HASHED = `${newBearerValue()}:`
const hashOf = (value: string): string => (value.startsWith(HASHED) ? value.slice(HASHED.length) : hashBearer(value))

function refuse(what: string): never {
  throw new Error(`oidc-provider asks its adapter for ${what} of a kind that Lintel does not store`)
}

/**
 * @param store the tenant's
 * @param facts what the running request knows
 */
export function createAdapter(store: TenantStore, facts: () => RequestFacts): (kind: string) => Adapter {
  const now = () => facts().now

  function remember({ grant, account }: { grant: Grant; account: FoundSession['account'] }): void {
    facts().grants.set(grant.id, grant)
    facts().accounts.set(account.user_id, account)
  }

  /** oidc-provider revokes kind by kind; one mark on the grant kills all of them. */
  async function revokeGrant(id: string): Promise<void> {
    const { revoked } = facts()
    if (revoked.has(id)) return
    revoked.add(id)
    await store.grants.revoke({ id }, now())
  }

  // --- clients ---

  // oidc-provider keeps what it parsed by the hash of the metadata: the same object is serialised fastest.
  const metadata = new WeakMap<object, { metadata: ClientMetadata; until: number }>()

  const registered = async (client_id: string): Promise<RegisteredClient | undefined> =>
    isClientId(client_id) ? store.facts.client(client_id) : undefined

  /** With its keys as they are for the whole of this request. */
  async function withKeys(client: RegisteredClient | undefined): Promise<RegisteredClient | undefined> {
    const { documents, request, now } = facts()
    if (client?.registration.jwks_uri === undefined || !request) return client
    let known = documents.get(client.client_id)
    if (!known) {
      known = withCurrentKeys(request, client, now)
      documents.set(client.client_id, known)
    }
    return known
  }

  /** As its document says for the whole of this request. */
  function documented(url: string): Promise<RegisteredClient | undefined> {
    const { documents, request, now } = facts()
    let known = documents.get(url)
    if (!known) {
      known = request ? clientOfDocument(request, url, now) : registered(url)
      documents.set(url, known)
    }
    return known
  }

  const clients: Adapter = {
    ...nothing,
    async find(client_id) {
      const client = await (isDocumentUrl(client_id) ? documented(client_id) : withKeys(await registered(client_id)))
      if (!client) return undefined
      let known = metadata.get(client)
      if (!known || known.until <= now().getTime()) {
        known = { metadata: clientMetadata(client, now()), until: nextExpiry(client, now()) }
        metadata.set(client, known)
      }
      return known.metadata as AdapterPayload
    },
  }

  // --- sessions ---

  function sessionPayload(session: FoundSession): AdapterPayload {
    facts().accounts.set(session.account.user_id, session.account)
    return {
      ...session.payload,
      kind: 'Session',
      uid: session.id,
      accountId: session.user_id,
      loginTs: epoch(session.authenticated_at),
      exp: Math.min(epoch(session.idle_expires_at), epoch(session.expires_at)),
    }
  }

  /** To the second: oidc-provider would add the tolerance for the clocks of others, and this one is ours. */
  async function runs(session: FoundSession): Promise<boolean> {
    return endOf(readSettings(await store.facts.settings()), session) > now()
  }

  const sessions: Adapter = {
    ...nothing,
    async find(cookie) {
      const cookie_hash = hashBearer(cookie)
      const found = await findRunning(store, cookie_hash, now())
      if (!found) return undefined
      facts().session = found
      facts().session_cookie_hash = cookie_hash
      facts().connection_id ??= found.connection_id
      if (facts().signals === undefined) facts().signals = signalsOf(found) ?? null
      return { ...sessionPayload(found), jti: cookie }
    },
    async findByUid(id) {
      const found = await store.sessions.findById(id)
      return found && (await runs(found)) ? sessionPayload(found) : undefined
    },
    async upsert(cookie, payload) {
      const { uid, accountId, authorizations, loginTs, state: ___, exp: _, kind: __, ...rest } = payload
      // A browser that is not signed in has nothing worth a row.
      if (!uid || !accountId || facts().session_has_ended) return
      const { now, ip, user_agent, session, session_cookie_hash, connection_id, signals, authorized = {} } = facts()
      if (connection_id === undefined) throw new Error('a session begins without a connection')
      const settings = readSettings(await store.facts.settings())
      const authenticated_at = dateOf(loginTs as number)
      const found = session?.id === uid ? session : undefined
      const cookie_hash = hashBearer(cookie)
      const saved = await store.sessions.save(
        {
          id: uid,
          cookie_hash: found && cookie_hash === session_cookie_hash ? undefined : cookie_hash,
          user_id: accountId,
          connection_id,
          payload: { ...atRest(rest), ...(signals ? { signals } : {}) },
          authenticated_at,
          ...endsOf(settings, { authenticated_at, ephemeral: rest.transient === true }, found, now),
          client_ids: Object.keys(authorizations ?? {}),
          ip,
          user_agent,
        },
        !found && facts().session_began !== uid,
        authorized,
        now,
      )
      // What has not been stored is void, but for the end of the interaction.
      delete authorized.grant
      delete authorized.code
      if (saved) delete authorized.interaction
      if (saved) {
        // oidc-provider saves it once more when something after it fails.
        facts().session_began = uid
        return
      }
      // oidc-provider tries once more on its way out.
      facts().session_has_ended = true
      throw new errors.LoginRequired('the session has ended')
    },
    async destroy(cookie) {
      const found = await store.sessions.findByCookie(hashBearer(cookie))
      if (found) await store.sessions.end({ id: found.id }, { offline: false }, now())
    },
  }

  // --- grants ---

  const grantPayload = (grant: Grant, { further } = facts()): AdapterPayload => ({
    ...(further ? widenedGrant(grant.payload, further) : grant.payload),
    kind: 'Grant',
    jti: grant.id,
    accountId: grant.user_id,
    clientId: grant.client_id,
    exp: epoch(grant.expires_at),
  })

  const grants: Adapter = {
    ...nothing,
    async find(id) {
      const known = facts().grants.get(id)
      if (known) return grantPayload(known)
      const found = await store.grants.find(id)
      if (!found) return undefined
      remember(found)
      return grantPayload(found.grant)
    },
    async upsert(id, payload, seconds) {
      const { now, granting, connection_id, authorized } = facts()
      if (!granting || connection_id === undefined) throw new Error('a grant is stored outside an authorization')
      const { accountId, clientId, exp: _, kind: __, ...rest } = payload
      const grant = {
        ...granting,
        id,
        connection_id,
        user_id: accountId as string,
        client_id: clientId as string,
        payload: atRest(rest),
        expires_at: after(now, seconds),
      }
      // What a browser is granted is stored with its session, unless something else is to hang on it before.
      if (authorized && granting.session_id !== '') authorized.grant = grant
      else await createGrant(grant)
      facts().grants.set(id, grant)
    },
    destroy: revokeGrant,
  }

  const createGrant = (grant: Grant): Promise<void> =>
    unlessGone(store.grants.create(grant, now()), () => new errors.AccessDenied('the user or the client is gone'))

  async function settleGrant(id: unknown): Promise<void> {
    const { authorized } = facts()
    if (!authorized?.grant || authorized.grant.id !== id) return
    const { grant } = authorized
    delete authorized.grant
    await createGrant(grant)
  }

  // --- refresh tokens ---

  async function begin(settings: RefreshTokenSettings, payload: AdapterPayload, first: NewToken): Promise<void> {
    const { now, ip, user_agent, grants, redeeming } = facts()
    const { accountId, clientId, sessionUid, scope = '', resource } = payload
    const grant_id = payload.grantId as string
    const family = {
      id: newRefreshTokenId(),
      grant_id,
      user_id: accountId as string,
      client_id: clientId as string,
      session_id: sessionUid ?? grants.get(grant_id)?.session_id ?? '',
      rotating: settings.rotation_type === 'rotating',
      resource_servers: audiencesOf(resource).map(audience => ({ audience, scopes: scope })),
      device: {
        ...(ip === undefined ? {} : { initial_ip: ip, last_ip: ip }),
        ...(user_agent === undefined ? {} : { initial_user_agent: user_agent, last_user_agent: user_agent }),
      },
      idle_expires_at: idleEnd(settings, now) ?? null,
      expires_at: familyEnd(settings, now) ?? null,
    }
    const gone = () => new errors.InvalidGrant('the grant is gone')
    if (await unlessGone(store.refresh_tokens.begin(family, first, redeeming, now), gone)) return
    if (redeeming === undefined) throw gone()
    await revokeGrant(grant_id)
    throw spentTwice()
  }

  async function rotate(
    settings: RefreshTokenSettings,
    payload: AdapterPayload,
    spending: string,
    successor: NewToken,
  ): Promise<void> {
    const { now, ip, user_agent, presented, further } = facts()
    const exchange = { idle_expires_at: idleEnd(settings, now) ?? null, ip, user_agent, further }
    // Whether the leeway covers a second use is decided again, under the lock.
    const leeway = presented?.superseded ? 0 : settings.leeway
    if (await store.refresh_tokens.rotate(spending, leeway, successor, exchange, now)) return
    // Spent by somebody else between our look and now. That is a second use like any other: by rule, whatever the timing.
    await revokeGrant(payload.grantId as string)
    throw new errors.InvalidGrant('refresh token already used')
  }

  const refreshTokens: Adapter = {
    ...nothing,
    async find(token) {
      const token_hash = hashBearer(token)
      const found = await store.refresh_tokens.findToken(token_hash)
      if (!found) return undefined
      remember(found)
      facts().presented = { ...found, token_hash }
      const client = await store.facts.client(found.grant.client_id)
      const further = await furtherResource(store, client)
      if (further) facts().further = further
      const isSpent = found.consumed_at !== null && !(client && isCoveredByLeeway(client.refresh_token, found, now()))
      return {
        ...(further ? widenedToken(found.payload, further) : found.payload),
        jti: token,
        exp: epoch(found.expires_at),
        ...(isSpent ? { consumed: epoch(found.consumed_at as Date) } : {}),
      }
    },
    // Spending a token and storing its successor are one statement (upsert): this only says which.
    async consume(token) {
      facts().spending = hashBearer(token)
    },
    async upsert(token, payload, seconds) {
      const { now, spending, presented, further } = facts()
      const client = await store.facts.client(payload.clientId as string)
      if (!client) throw new errors.InvalidGrant('the client is gone')
      const successor = {
        token_hash: hashBearer(token),
        payload: atRest(presented && further ? narrowedToken(payload, presented.payload) : payload),
        expires_at: after(now, seconds),
      }
      if (spending === undefined) await begin(client.refresh_token, payload, successor)
      else await rotate(client.refresh_token, payload, spending, successor)
    },
    async destroy(token) {
      const token_hash = hashBearer(token)
      const { presented } = facts()
      const found = presented?.token_hash === token_hash ? presented : await store.refresh_tokens.findToken(token_hash)
      if (found) await revokeGrant(found.grant.id)
    },
    revokeByGrantId: revokeGrant,
  }

  // --- what hangs on a grant ---

  function granted(kind: 'AuthorizationCode' | 'AccessToken'): Adapter {
    return {
      ...nothing,
      async find(value) {
        const found = await store.artefacts.findGranted(kind, hashBearer(value), now())
        if (!found) return undefined
        remember(found)
        return {
          ...found.payload,
          jti: value,
          ...(found.consumed_at ? { consumed: epoch(found.consumed_at) } : {}),
        }
      },
      destroy: value => store.artefacts.remove(kind, hashBearer(value)),
      revokeByGrantId: revokeGrant,
    }
  }

  const accessTokens: Adapter = {
    ...granted('AccessToken'),
    async upsert(value, payload, seconds) {
      const grant_id = payload.grantId as string
      await settleGrant(grant_id)
      const artefact = { grant_id, payload: atRest(payload), expires_at: after(now(), seconds) }
      const gone = () => new errors.InvalidGrant('the grant is gone')
      await unlessGone(store.artefacts.save('AccessToken', hashBearer(value), artefact, now()), gone)
    },
  }

  const authorizationCodes: Adapter = {
    ...granted('AuthorizationCode'),
    // Stored with the session of the browser that is handed it.
    async upsert(value, payload, seconds) {
      const { authorized, now } = facts()
      const code = { grant_id: payload.grantId as string, payload: atRest(payload), expires_at: after(now, seconds) }
      const id_hash = hashBearer(value)
      if (authorized) authorized.code = { ...code, id_hash }
      else {
        const gone = () => new errors.AccessDenied('the grant is gone')
        await unlessGone(store.artefacts.save('AuthorizationCode', id_hash, code, now), gone)
      }
    },
    // Spent with the refresh token that it is exchanged for, in one statement; if there is none, when that is known (spendCode).
    async consume(value) {
      facts().redeeming = hashBearer(value)
      if (!facts().authorized) await spendCode(store, facts())
    },
  }

  // --- what stands by itself, until somebody signs in for it ---

  function standing(kind: 'BackchannelAuthenticationRequest' | 'DeviceCode' | 'PushedAuthorizationRequest'): Adapter {
    async function find(by: { id_hash: string } | { user_code_hash: string }, repeated: AdapterPayload) {
      const found = await store.artefacts.findLive(kind, by)
      if (!found) return undefined
      return {
        ...found.payload,
        // By a user code the value itself is not to be had: what is saved goes to the row that was found.
        jti: `${HASHED}${found.id_hash}`,
        ...repeated,
        ...(found.consumed_at ? { consumed: epoch(found.consumed_at) } : {}),
      }
    }
    return {
      ...nothing,
      find: value => find({ id_hash: hashOf(value) }, { jti: value }),
      findByUserCode: userCode => find({ user_code_hash: hashBearer(userCode) }, { userCode }),
      async upsert(value, { userCode, grantId, ...payload }, seconds) {
        await settleGrant(grantId)
        const { secret, rest } = withoutToken(value, payload)
        const artefact = {
          grant_id: grantId ?? null,
          payload: atRest({ ...rest, ...(grantId === undefined ? {} : { grantId }) }),
          expires_at: after(now(), seconds),
          ...(userCode === undefined ? {} : { user_code_hash: hashBearer(userCode) }),
          ...(secret === undefined ? {} : { secret }),
        }
        const gone = () => new errors.AccessDenied('the grant is gone')
        const saving = store.artefacts.saveUndecided(kind, hashOf(value), artefact, now())
        if (!(await unlessTaken(unlessGone(saving, gone)))) throw new errors.AccessDenied('it is decided already')
      },
      async consume(value) {
        const id_hash = hashOf(value)
        if (await store.artefacts.consume(kind, id_hash, now())) return
        // RFC 6749 §4.1.2, of every code: a second use revokes what came of the first, also when both came at once.
        const found = await store.artefacts.findLive(kind, { id_hash })
        if (found?.grant_id) await revokeGrant(found.grant_id)
        throw new errors.InvalidGrant('already consumed')
      },
      destroy: value => store.artefacts.remove(kind, hashOf(value)),
      revokeByGrantId: revokeGrant,
    }
  }

  // --- pushed authorization requests ---

  const unusable = () => new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used')

  const pushed = boundToIssuer(store, standing('PushedAuthorizationRequest'))
  const pushedRequests: Adapter = {
    ...pushed,
    /** oidc-provider takes an answer without its request for one that was never pushed, and would give a second code. */
    async find(value) {
      const found = await pushed.find(value)
      if (!found) throw unusable()
      return found
    },
    /** Nothing begins with it after `exp`; its one use is the answer, which a person may come to much later. */
    upsert: (value, payload, seconds = 0) => pushed.upsert(value, payload, seconds + KEPT_FOR_ANSWER),
    async consume(value) {
      if (!(await store.artefacts.consume('PushedAuthorizationRequest', hashOf(value), now()))) throw unusable()
    },
  }

  // --- interactions ---

  const interactions: Adapter = {
    ...nothing,
    async find(uid) {
      const found = await store.artefacts.find('Interaction', hashBearer(uid))
      if (!found) return undefined
      if (found.account) facts().accounts.set(found.account.user_id, found.account)
      const { result } = found.payload as { result?: { login?: { connection_id?: string; signals?: string[] } } }
      if (result?.login?.connection_id !== undefined) {
        facts().connection_id = result.login.connection_id
        facts().signals = result.login.signals ?? null
      }
      const { device_code_hash, pushed_request_hash, ...payload } = found.payload
      return {
        ...payload,
        jti: uid,
        ...(device_code_hash === undefined ? {} : { deviceCode: `${HASHED}${device_code_hash}` }),
        ...(pushed_request_hash === undefined ? {} : { parJti: `${HASHED}${pushed_request_hash}` }),
      }
    },
    async upsert(uid, { deviceCode, parJti, ...payload }, seconds) {
      const expires_at = after(now(), seconds)
      const device_code_hash = deviceCode === undefined ? {} : { device_code_hash: hashOf(String(deviceCode)) }
      const pushed_request_hash = parJti === undefined ? {} : { pushed_request_hash: hashOf(String(parJti)) }
      const artefact = {
        grant_id: null,
        payload: { ...atRest(payload), ...device_code_hash, ...pushed_request_hash },
        expires_at,
      }
      const id_hash = hashBearer(uid)
      // What came of a page: whoever ended the sign-in meanwhile (a new password) has ended it.
      if (payload.result === undefined) await store.artefacts.save('Interaction', id_hash, artefact, now())
      else if (!(await store.artefacts.update('Interaction', id_hash, artefact)))
        throw new errors.SessionNotFound('the interaction is gone')
    },
    async destroy(uid) {
      const { authorized } = facts()
      if (authorized) authorized.interaction = hashBearer(uid)
      else await store.artefacts.remove('Interaction', hashBearer(uid))
    },
  }

  const bound = (adapter: Adapter) => boundToIssuer(store, adapter)
  // RFC 7009: what is taken back is taken back, at whichever of the tenant's issuers.
  const takesBack = () => facts().request?.routeOptions.url === '/oauth/revoke'

  const kinds: { [kind: string]: Adapter } = {
    Client: clients,
    Session: bound(sessions),
    Grant: grants,
    RefreshToken: boundToIssuer(store, refreshTokens, takesBack),
    AuthorizationCode: bound(authorizationCodes),
    AccessToken: boundToIssuer(store, accessTokens, takesBack),
    BackchannelAuthenticationRequest: bound(standing('BackchannelAuthenticationRequest')),
    DeviceCode: bound(standing('DeviceCode')),
    PushedAuthorizationRequest: pushedRequests,
    Interaction: bound(interactions),
  }
  return kind => kinds[kind] ?? nothing
}
