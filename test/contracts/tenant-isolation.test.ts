// The promise: nothing of one tenant is seen or changed by another. Every method of every repository is called, as the tenant itself (to
// show that the call reaches something), as a tenant that has nothing, and as a twin whose rows have the same ids.
// A repository, a method or a table that is not enrolled here fails the test.
import { type Kysely, NoResultError } from 'kysely'
import t from 'tap'
import { LintelError } from '../../src/errors.ts'
import type { NewClientCredential } from '../../src/store/client-credentials.ts'
import type { NewClient } from '../../src/store/clients.ts'
import { openKysely, openPool, violatedForeignKey } from '../../src/store/database.ts'
import { hashBearer } from '../../src/store/hash.ts'
import type { NewResourceServer } from '../../src/store/resource-servers.ts'
import type { Database } from '../../src/store/schema.ts'
import { createSeal } from '../../src/store/seal.ts'
import type { NewSigningKey } from '../../src/store/signing-keys.ts'
import { repositories } from '../../src/store/store.ts'
import type { NewTokenExchangeProfile } from '../../src/store/token-exchange-profiles.ts'
import { KEYS } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'
import { untilLogIsSettled } from '../support/logs.ts'
import {
  ASKED_CODE,
  createBare,
  createTwin,
  everythingOf,
  HELD_TOKEN,
  INITIAL_TOKEN,
  LATER,
  LEASE,
  LOG_ID,
  NOW,
  REGISTRATION_TOKEN,
  THROTTLED,
  TICKET,
  TRY,
  tenantTables,
} from '../support/twins.ts'

const ALL = { limit: 100, offset: 0 }
const USER = 'auth0|1'

type Repository<Name extends keyof typeof repositories> = ReturnType<(typeof repositories)[Name]>
type Call<R> = (repository: R) => Promise<unknown>
/** `own`: whoever calls acts on what is its own, whatever others have. */
type Enrolment<R> = Call<R> | Call<R>[] | { own: Call<R> }
type Enrolled = {
  [Name in keyof typeof repositories]: { [Method in keyof Repository<Name>]: Enrolment<Repository<Name>> }
}

const client: NewClient = {
  client_id: 'client-3',
  global: false,
  name: 'new',
  description: null,
  logo_uri: null,
  app_type: null,
  is_first_party: true,
  oidc_conformant: true,
  token_endpoint_auth_method: 'none',
  grant_types: [],
  callbacks: [],
  allowed_logout_urls: [],
  web_origins: [],
  allowed_origins: [],
  initiate_login_uri: null,
  jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 1, secret_encoded: false },
  refresh_token: {
    rotation_type: 'rotating',
    expiration_type: 'expiring',
    leeway: 0,
    token_lifetime: 1,
    infinite_token_lifetime: false,
    idle_token_lifetime: 1,
    infinite_idle_token_lifetime: false,
  },
  client_metadata: {},
}
const credential: NewClientCredential = {
  id: 'credential-1',
  client_id: 'client-1',
  name: null,
  credential_type: 'public_key',
  kid: null,
  alg: null,
  pem: null,
  public_jwk: null,
  subject_dn: null,
  thumbprint_sha256: null,
  expires_at: null,
}
const email_template = {
  template: 'reset_email',
  enabled: true,
  body: null,
  from: null,
  subject: null,
  result_url: null,
  url_lifetime_in_seconds: null,
  include_email_in_redirect: null,
}
const email_provider = {
  name: 'smtp',
  enabled: true,
  default_from_address: null,
  credentials: { smtp_host: 'mail.example', smtp_port: 25 },
  settings: {},
}
const directory = { id: 'connection-1', strategy: 'auth0' }
const resource_server: NewResourceServer = {
  id: 'api-2',
  identifier: 'another api',
  name: 'new',
  is_system: false,
  scopes: [],
  signing_alg: 'RS256',
  allow_offline_access: false,
  token_lifetime: 1,
  token_lifetime_for_web: 1,
  token_dialect: 'access_token',
  enforce_policies: false,
  skip_consent_for_verifiable_first_party_clients: false,
  subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'deny_all' } },
}
const signing_key: NewSigningKey = {
  kid: 'kid-new',
  alg: 'RS256',
  public_jwk: {},
  cert: '',
  pkcs7: '',
  fingerprint: '',
  thumbprint: '',
  private_key: 'private',
}
const connection = {
  id: 'connection-2',
  name: 'new',
  strategy: 'auth0',
  display_name: null,
  options: {},
  realms: [],
  is_domain_connection: false,
  show_as_button: null,
  metadata: {},
}
const session = {
  id: 'session-2',
  cookie_hash: 'cookie-2',
  user_id: USER,
  connection_id: 'connection-1',
  payload: {},
  authenticated_at: NOW,
  idle_expires_at: LATER,
  expires_at: LATER,
  client_ids: ['client-1'],
  ip: undefined,
  user_agent: undefined,
}
const grant = {
  id: 'grant-3',
  user_id: USER,
  client_id: 'client-1',
  connection_id: 'connection-1',
  session_id: 'session-1',
  offline: true,
  payload: {},
  expires_at: LATER,
}
const code = { id_hash: 'code-3', grant_id: 'grant-3', payload: {}, expires_at: LATER }
const family = {
  id: 'family-2',
  grant_id: 'grant-2',
  user_id: USER,
  client_id: 'client-1',
  session_id: 'session-1',
  rotating: true,
  resource_servers: [],
  device: {},
  idle_expires_at: LATER,
  expires_at: LATER,
}
const token = { token_hash: 'token-2', payload: {}, expires_at: LATER }
const exchange = { idle_expires_at: LATER, ip: undefined, user_agent: undefined }
const profile: NewTokenExchangeProfile = {
  id: 'profile-1',
  name: 'new',
  subject_token_type: 'urn:token',
  type: 'custom_authentication',
  subject_token_verification: {
    issuer: '',
    audience: '',
    algs: [],
    jwks: { keys: [] },
    single_use: false,
    accept_as_assertion: false,
    user: { connection_id: 'connection-1', claim: 'sub', match: 'user_id' },
  },
}
const linked = {
  connection_id: 'connection-1',
  identity_user_id: '1',
  provider: 'auth0',
  user_id: USER,
  is_primary: false,
}
const ANSWER = { id_hash: 'interaction-1', result: { login: { accountId: USER } } }
const permissions = [{ resource_server_identifier: 'the api', permission_name: 'write' }]
const held = [{ resource_server_identifier: 'the api', permission_name: 'read' }]

const enrolled: Enrolled = {
  artefacts: {
    find: repo => repo.find('Interaction', 'interaction-1'),
    findGranted: repo => repo.findGranted('Artefact', 'code-1', NOW),
    save: [
      repo => repo.save('Artefact', 'code-2', { grant_id: 'grant-1', payload: {}, expires_at: LATER }, NOW),
      repo => repo.save('Artefact', 'code-1', { grant_id: 'grant-2', payload: {}, expires_at: LATER }, NOW),
    ],
    update: repo => repo.update('Artefact', 'code-1', { grant_id: null, payload: {}, expires_at: LATER }),
    answer: repo => repo.answer(ANSWER),
    saveUndecided: repo =>
      repo.saveUndecided('Waiting', 'waiting-1', { grant_id: 'grant-1', payload: {}, expires_at: LATER }, NOW),
    decide: repo => repo.decide('Waiting', 'waiting-1', { grant_id: null, payload: { error: 'access_denied' } }, NOW),
    listPending: [
      repo => repo.listPending('Waiting', {}, { limit: 9, offset: 0 }, NOW),
      repo => repo.listPending('Waiting', { id_hash: 'waiting-1' }, { limit: 9, offset: 0 }, NOW),
      repo => repo.listPending('Waiting', { user_id: USER, client_id: 'client-1' }, { limit: 9, offset: 0 }, NOW),
    ],
    countPending: repo => repo.countPending('Waiting', {}, NOW),
    poll: repo => repo.poll('Waiting', 'waiting-1', NOW, NOW),
    findSecret: repo => repo.findSecret('Waiting', 'waiting-1'),
    findLive: repo => repo.findLive('Artefact', { id_hash: 'code-1' }),
    claim: { own: repo => repo.claim('Artefact', 'code-3', LATER, NOW) },
    consume: repo => repo.consume('Artefact', 'code-1', NOW),
    remove: repo => repo.remove('Artefact', 'code-1'),
  },
  attempts: {
    begin: { own: repo => repo.begin(TRY, NOW) },
    succeed: repo => repo.succeed(TRY),
    signIn: {
      own: repo => repo.signIn(TRY, { user_id: USER, ip: '192.0.2.1', event: { type: 's' }, answer: ANSWER }, NOW),
    },
    takeBack: repo => repo.takeBack(TRY),
    listBlocks: repo => repo.listBlocks([TRY.account], { max_attempts: 1, mode: 'count_per_identifier_and_ip' }, NOW),
    forget: repo => repo.forget([TRY.account]),
    countFailures: repo => repo.countFailures([TRY.account], new Date(0)),
    countFactorTry: { own: repo => repo.countFactorTry(USER) },
    listLockedOut: repo => repo.listLockedOut([USER]),
    forgetFactorTries: repo => repo.forgetFactorTries(USER),
    isUsedUp: repo => repo.isUsedUp([TRY.network], NOW),
    refill: repo => repo.refill(TRY.network.network),
  },
  authentication_methods: {
    list: repo => repo.list(USER),
    find: repo => repo.find(USER, 'totp|dev_1'),
    findByDevice: repo => repo.findByDevice('dev_1'),
    findByKey: repo => repo.findByKey('key-1'),
    create: repo => repo.create({ user_id: USER, type: 'totp', secret: 'another' }, NOW).then(({ type }) => type),
    update: repo => repo.update(USER, 'totp|dev_1', { name: 'changed' }),
    confirm: repo => repo.confirm(USER, 'totp|dev_1', { last_step: 1 }, NOW),
    remove: repo => repo.remove(USER, 'totp|dev_1'),
    removeAll: [repo => repo.removeAll(USER), repo => repo.removeAll(USER, { types: ['totp'], unconfirmed: true })],
    useStep: repo => repo.useStep(USER, 'totp|dev_2', 9, NOW),
    useRecoveryCode: repo => repo.useRecoveryCode(USER, 'code-hash', 'next', NOW),
    useKey: repo => repo.useKey(USER, 'passkey|dev_1', { sign_count: 9, credential_backed_up: true }, NOW),
    touch: repo => repo.touch(USER, 'totp|dev_2', NOW),
  },
  blacklisted_tokens: {
    add: { own: repo => repo.add({ aud: undefined, jti: 'another' }, LATER, NOW) },
    list: repo => repo.list(undefined, NOW),
    count: repo => repo.count(NOW),
  },
  client_credentials: {
    listFor: repo => repo.listFor('client-1'),
    find: repo => repo.find('client-1', 'credential-1'),
    create: repo => repo.create({ ...credential, id: 'credential-2' }, NOW),
    update: repo => repo.update('client-1', 'credential-1', { expires_at: LATER }, NOW),
    remove: repo => repo.remove('client-1', 'credential-1'),
  },
  client_grants: {
    find: repo => repo.find('client-grant-1'),
    findForUpdate: repo => repo.findForUpdate('client-grant-1'),
    findFor: repo => repo.findFor('client-1', 'api-1', 'client'),
    list: repo => repo.list({ audience: 'the api' }, ALL),
    listAfter: repo => repo.listAfter({}, undefined, 100),
    count: repo => repo.count({}),
    create: repo =>
      repo.create(
        {
          id: 'client-grant-2',
          client_id: 'client-2',
          resource_server_id: 'api-1',
          subject_type: 'user',
          scope: [],
          allow_all_scopes: true,
        },
        NOW,
      ),
    update: repo => repo.update('client-grant-1', { allow_all_scopes: true }),
    remove: repo => repo.remove('client-grant-1'),
  },
  clients: {
    find: repo => repo.find('client-1'),
    findForUpdate: repo => repo.findForUpdate('client-1'),
    list: repo => repo.list({}, ALL),
    listAfter: repo => repo.listAfter({}, undefined, 100),
    count: repo => repo.count({}),
    countSelfRegistered: repo => repo.countSelfRegistered(),
    someListen: repo => repo.someListen(),
    create: { own: repo => repo.create(client, NOW) },
    update: repo => repo.update('client-1', { description: 'changed' }, NOW),
    remove: repo => repo.remove('client-1'),
  },
  connections: {
    find: repo => repo.find('connection-1'),
    findByName: repo => repo.findByName('directory'),
    listForClient: repo => repo.listForClient('client-1'),
    list: repo => repo.list({}, ALL),
    listAfter: repo => repo.listAfter({}, undefined, 100),
    count: repo => repo.count({}),
    create: { own: repo => repo.create(connection, NOW) },
    update: repo => repo.update('connection-1', { display_name: 'changed' }, NOW),
    remove: repo => repo.remove('connection-1'),
    listClientsOf: repo => repo.listClientsOf(['connection-1']),
    listClientsAfter: repo => repo.listClientsAfter('connection-1', undefined, 100),
    enableClients: repo => repo.enableClients('connection-1', ['client-2']),
    listEnabledAfter: repo => repo.listEnabledAfter('client-1', {}, undefined, 100),
    enableEvery: repo => repo.enableEvery('client-2'),
    disableClients: [
      repo => repo.disableClients('connection-1', { only: ['client-1'] }),
      repo => repo.disableClients('connection-1', { except: [] }),
    ],
  },
  consents: {
    list: repo => repo.list({ audience: 'the api' }, ALL),
    count: repo => repo.count({}),
    findFor: repo => repo.findFor(USER, 'client-1'),
    add: [
      repo => repo.add([{ user_id: USER, client_id: 'client-1', resource_server_id: 'api-1', scope: ['write'] }], NOW),
      repo => repo.add([{ user_id: USER, client_id: 'client-2', resource_server_id: null, scope: ['openid'] }], NOW),
    ],
    remove: [repo => repo.remove({ id: 'consent-1' }, NOW), repo => repo.remove({ user_id: USER }, NOW)],
  },
  custom_domains: {
    find: repo => repo.find('domain-1'),
    findForUpdate: repo => repo.findForUpdate('domain-1'),
    list: repo => repo.list(),
    create: {
      own: repo =>
        repo.create(
          {
            id: 'domain-3',
            domain: 'domain-3.example',
            type: 'self_managed_certs',
            verification_token: '',
            domain_metadata: {},
          },
          NOW,
        ),
    },
    update: repo => repo.update('domain-1', { changed: 'yes' }, NOW),
    hold: repo => repo.hold('domain-2', 'txt', NOW),
    refuse: repo => repo.refuse('domain-2', 'no such record', NOW),
    lose: repo => repo.lose('domain-1', 'no such record', NOW),
    setDefault: repo => repo.setDefault('domain-1', NOW),
    remove: repo => repo.remove('domain-1'),
  },
  grants: {
    find: repo => repo.find('grant-1'),
    listLive: repo => repo.listLive(USER, 'client-1', LATER, NOW),
    create: repo => repo.create(grant, NOW),
    detach: async repo => {
      await repo.create({ ...grant, offline: false, payload: { resources: { api: 'read write' } } }, NOW)
      await repo.detach({ session_id: grant.session_id, resource: 'api', scope: 'write' }, NOW)
    },
    revoke: [
      repo => repo.revoke({ id: 'grant-1' }, NOW),
      repo => repo.revoke({ user_id: USER }, NOW),
      repo => repo.revoke({ user_id: USER, client_id: 'client-1', audience: 'the api' }, NOW),
      repo => repo.revoke({ refresh_token_ids: ['family-1'] }, NOW),
    ],
  },
  jobs: {
    find: repo => repo.find('job-1'),
    findForUpdate: repo => repo.findForUpdate('job-1'),
    create: {
      own: repo => repo.create({ id: 'job-2', type: 'users_import', status: 'uploading', parameters: {} }, NOW),
    },
    update: repo => repo.update('job-1', { status: 'completed', parameters: {} }, NOW),
    remove: repo => repo.remove('job-1'),
  },
  log_streams: {
    list: repo => repo.list(),
    find: repo => repo.find('stream-1'),
    findForUpdate: repo => repo.findForUpdate('stream-1'),
    create: {
      own: repo =>
        repo.create(
          {
            id: 'stream-2',
            name: 'new',
            type: 'http',
            sink: { httpEndpoint: '', httpContentType: '', httpContentFormat: 'JSONLINES' },
            secrets: { httpSigningSecret: 'secret' },
            filters: [],
            start_from: null,
          },
          { tx: '0', log_id: '' },
          NOW,
        ),
    },
    update: repo => repo.update('stream-1', { status: 'paused' }, NOW),
    remove: repo => repo.remove('stream-1'),
    findLeased: repo => repo.findLeased('stream-1', LEASE),
    advance: repo => repo.advance('stream-1', LEASE, { tx: '1', log_id: LOG_ID }, LATER),
    release: repo => repo.release('stream-1', LEASE, NOW),
    fail: repo => repo.fail('stream-1', LEASE, { suspend: false, retry_at: LATER, updated_at: NOW }, NOW),
  },
  logs: {
    position: { own: async repo => typeof (await repo.position()).tx },
    after: async repo => (await repo.after({ tx: '0', log_id: '' }, 100)).events,
    write: { own: repo => repo.write({ type: 's', user_id: USER }, NOW) },
    find: repo => repo.find(LOG_ID),
    list: [
      repo => repo.list({}, { direction: 'asc', ...ALL }),
      repo => repo.list({ user_id: USER, of_users: true }, { direction: 'desc', ...ALL }),
      repo => repo.list({ q: 'type:s' }, { direction: 'desc', ...ALL }),
    ],
    count: repo => repo.count({}),
    listAfter: repo => repo.listAfter({}, undefined, 100),
  },
  network_acls: {
    find: repo => repo.find('acl-1'),
    list: repo => repo.list(ALL),
    listActive: repo => repo.listActive(),
    count: repo => repo.count(),
    create: {
      own: repo =>
        repo.create(
          { id: 'acl-2', description: '', active: true, priority: 2, rule: { action: {}, scope: 'tenant' } },
          NOW,
        ),
    },
    update: repo => repo.update('acl-1', { active: false }, NOW),
    deactivateAll: repo => repo.deactivateAll(NOW),
    remove: repo => repo.remove('acl-1'),
  },
  held_proofs: {
    create: {
      own: async repo =>
        (
          await repo.create(
            {
              purpose: 'mfa_token',
              user_id: USER,
              client_id: 'client-1',
              connection_id: 'connection-1',
              amr: ['pwd'],
              authenticated_at: NOW,
              details: {},
              expires_at: LATER,
            },
            NOW,
          )
        ).length,
    },
    find: repo => repo.find('mfa_token', hashBearer(HELD_TOKEN)),
    note: repo => repo.note('mfa_token', hashBearer(HELD_TOKEN), { noted: true }),
    spend: repo => repo.spend('mfa_token', hashBearer(HELD_TOKEN), NOW),
  },
  one_time_codes: {
    create: { own: async repo => (await repo.create({ ...ASKED_CODE, expires_at: LATER }, NOW)).length },
    arm: repo => repo.arm('code-1', '87654321', NOW),
    find: repo => repo.find('code-1', ASKED_CODE, NOW),
    findId: repo => repo.findId(ASKED_CODE, NOW),
    try: [
      repo => repo.try('code-1', ASKED_CODE, '12345678', NOW).then(({ outcome }) => outcome !== 'gone'),
      repo => repo.try('code-1', ASKED_CODE, '00000000', NOW).then(({ outcome }) => outcome !== 'gone'),
    ],
    restore: repo => repo.restore('code-1'),
    removeAll: repo => repo.removeAll(ASKED_CODE),
  },
  phone_providers: {
    find: repo => repo.find(),
    findForUpdate: repo => repo.findForUpdate(),
    create: {
      own: async repo => {
        await repo.remove('phone-provider-1')
        const configuration = { delivery_methods: ['text' as const] }
        const { name } = await repo.create({ name: 'custom', disabled: true, configuration, credentials: {} }, NOW)
        return name
      },
    },
    replace: repo =>
      repo.replace(
        'phone-provider-1',
        { name: 'custom', disabled: true, configuration: { delivery_methods: ['text'] }, credentials: {} },
        NOW,
      ),
    remove: repo => repo.remove('phone-provider-1'),
  },
  phone_templates: {
    list: repo => repo.list(),
    find: repo => repo.find('phone-template-1'),
    findForUpdate: repo => repo.findForUpdate('phone-template-1'),
    findByType: repo => repo.findByType('otp_verify'),
    create: {
      own: async repo => {
        const content = { body: { text: 'a', voice: 'a' } }
        return (await repo.create({ type: 'otp_enroll', disabled: false, content }, NOW)).type
      },
    },
    update: repo =>
      repo.update('phone-template-1', { disabled: true, content: { body: { text: 'a', voice: 'a' } } }, NOW),
    remove: repo => repo.remove('phone-template-1'),
  },
  refresh_tokens: {
    find: repo => repo.find('family-1', NOW),
    listAfter: repo => repo.listAfter({ user_id: USER, client_id: 'client-1' }, undefined, 100, NOW),
    list: repo => repo.list({ user_id: USER, rotating: true }, ALL, NOW),
    count: repo => repo.count({}, NOW),
    updateMetadata: repo => repo.updateMetadata('family-1', { changed: true }, NOW),
    findToken: repo => repo.findToken('token-1'),
    begin: [repo => repo.begin(family, token, undefined, NOW), repo => repo.begin(family, token, 'code-9', NOW)],
    rotate: repo => repo.rotate('token-1', 0, token, exchange, NOW),
    touch: repo => repo.touch('token-1', NOW, exchange, NOW),
  },
  remembered_browsers: {
    list: repo => repo.list(USER, NOW),
    create: {
      own: repo =>
        repo
          .create(
            { user_id: USER, token_hash: 'another', user_agent: null, idle_expires_at: LATER, expires_at: LATER },
            NOW,
          )
          .then(() => true),
    },
    find: repo => repo.find(USER, ['remembered-1'], NOW),
    touch: repo => repo.touch(USER, ['remembered-1'], new Date(LATER.getTime() + 1_000)),
    removeAll: repo => repo.removeAll(USER),
  },
  registration_tokens: {
    createInitial: { own: async repo => (await repo.createInitial({ uses: 1, expires_at: LATER }, NOW)).length },
    isInitial: repo => repo.isInitial(INITIAL_TOKEN, NOW),
    spendInitial: repo => repo.spendInitial(INITIAL_TOKEN, NOW),
    createFor: async repo => (await repo.createFor('client-2', NOW)).length,
    isFor: repo => repo.isFor('client-1', REGISTRATION_TOKEN),
    rotate: async repo => (await repo.rotate('client-1', REGISTRATION_TOKEN, NOW))?.length,
  },
  resource_servers: {
    find: repo => repo.find('api-1'),
    findForUpdate: repo => repo.findForUpdate('api-1'),
    findByIdentifier: repo => repo.findByIdentifier('the api'),
    list: [repo => repo.list({}, ALL), repo => repo.list({ identifiers: ['the api'] }, ALL)],
    count: repo => repo.count({}),
    listAfter: repo => repo.listAfter({}, undefined, 100),
    authorizationDetailsTypes: repo => repo.authorizationDetailsTypes(),
    create: { own: repo => repo.create(resource_server, NOW) },
    update: repo => repo.update('api-1', { scopes: [] }, NOW),
    remove: repo => repo.remove('api-1'),
  },
  roles: {
    find: repo => repo.find('role-1'),
    list: repo => repo.list({ name: 'role' }, ALL),
    count: repo => repo.count({}),
    create: { own: repo => repo.create({ id: 'role-3', name: 'new', description: '' }, NOW) },
    update: repo => repo.update('role-1', { description: 'changed' }),
    remove: repo => repo.remove('role-1'),
    listUsers: repo => repo.listUsers('role-1', ALL),
    listUsersAfter: repo => repo.listUsersAfter('role-1', undefined, 100),
    countUsers: repo => repo.countUsers('role-1'),
    addUsers: repo => repo.addUsers('role-2', [USER]),
    listPermissions: repo => repo.listPermissions('role-1', ALL),
    countPermissions: repo => repo.countPermissions('role-1'),
    addPermissions: repo => repo.addPermissions('role-1', permissions),
    removePermissions: repo => repo.removePermissions('role-1', held),
  },
  sessions: {
    findByCookie: repo => repo.findByCookie('cookie-1'),
    findById: repo => repo.findById('session-1'),
    find: repo => repo.find('session-1', NOW),
    listAfter: repo => repo.listAfter(USER, undefined, 100, NOW),
    count: repo => repo.count(USER, NOW),
    save: [
      repo => repo.save(session, true, { grant, code, interaction: 'interaction-1' }, NOW),
      repo => repo.save({ ...session, id: 'session-1', client_ids: ['client-2'] }, false, { grant, code }, NOW),
    ],
    updateMetadata: repo => repo.updateMetadata('session-1', { changed: true }, NOW),
    endExpired: repo => repo.endExpired(new Date('9999-01-01'), 100),
    end: [
      repo => repo.end({ id: 'session-1' }, { offline: true }, NOW),
      repo => repo.end({ user_id: USER, except_id: 'another' }, { offline: false }, NOW),
    ],
  },
  settings: {
    find: repo => repo.find(),
    update: { own: repo => repo.update({ support_email: 'help@example.com' }, NOW) },
  },
  signing_keys: {
    list: repo => repo.list(),
    find: repo => repo.find('kid-current'),
    openPrivateKey: repo => repo.openPrivateKey('kid-current'),
    create: { own: repo => repo.create(signing_key, 'previous', NOW) },
    introduce: {
      own: repo =>
        repo.introduce({ ...signing_key, alg: 'ES256' }, { ...signing_key, alg: 'ES256', kid: 'kid-newer' }, NOW),
    },
    rotate: repo => repo.rotate([signing_key], NOW),
    revoke: repo => repo.revoke('kid-previous', NOW),
  },
  stats: {
    rollUp: { own: repo => repo.rollUp(100) },
    daily: repo => repo.daily('2027-01-01', '2027-01-31'),
    activeUsers: repo => repo.activeUsers(new Date(0)),
  },
  subjects: {
    salt: { own: async repo => (await repo.salt()).length },
  },
  throttles: {
    hit: { own: repo => repo.hit(THROTTLED, 60, NOW) },
    refund: repo => repo.refund(THROTTLED),
    count: repo => repo.count(THROTTLED, NOW),
    clear: repo => repo.clear(THROTTLED),
  },
  token_exchange_profiles: {
    find: repo => repo.find('profile-1'),
    listAfter: repo => repo.listAfter(undefined, 100),
    count: repo => repo.count(),
    create: { own: repo => repo.create({ ...profile, id: 'profile-2', subject_token_type: 'urn:another' }, NOW) },
    update: repo => repo.update('profile-1', { name: 'changed' }, NOW),
    remove: repo => repo.remove('profile-1'),
  },
  tickets: {
    create: async repo =>
      (
        await repo.create(
          {
            purpose: 'verify_email',
            user_id: USER,
            connection_id: 'connection-1',
            identity_user_id: '1',
            email: null,
            options: {},
            expires_at: LATER,
          },
          NOW,
        )
      ).length,
    find: repo => repo.find(TICKET, 'reset_password', NOW),
    consume: repo => repo.consume(TICKET, 'reset_password', NOW),
    consumeAll: repo =>
      repo.consumeAll({ purpose: 'reset_password', connection_id: 'connection-1', identity_user_id: '1' }, NOW),
  },
  user_attribute_profiles: {
    find: repo => repo.find('profile-1'),
    listAfter: repo => repo.listAfter(undefined, 100),
    create: {
      own: repo => repo.create({ id: 'profile-2', name: 'Another', user_id: {}, user_attributes: {} }, NOW),
    },
    update: repo => repo.update('profile-1', { name: 'changed' }, NOW),
    remove: repo => repo.remove('profile-1'),
  },
  custom_texts: {
    list: repo => repo.list(),
    find: repo => repo.find('login', 'en'),
    put: { own: repo => repo.put('login', 'de', { login: { title: 'changed' } }, NOW) },
  },
  page_templates: {
    list: repo => repo.list(),
    listWithin: repo => repo.listWithin('login'),
    find: repo => repo.find('login/login/form-content-start'),
    put: { own: repo => repo.put('universal-login', 'changed', NOW) },
    remove: repo => repo.remove('login/login/form-content-start'),
    removeWithin: repo => repo.removeWithin('login'),
  },
  email_templates: {
    find: repo => repo.find('verify_email'),
    create: { own: repo => repo.create(email_template, NOW) },
    update: repo => repo.update('verify_email', { subject: 'changed' }, NOW),
  },
  email_providers: {
    find: repo => repo.find(),
    create: { own: async repo => repo.create(email_provider, (await repo.remove()) ? LATER : NOW) },
    update: repo => repo.update(email_provider, NOW),
    remove: repo => repo.remove(),
  },
  upstream_secrets: {
    find: repo => repo.find('connection-1', 'upstream'),
    put: repo => repo.put('connection-1', 'elsewhere', 'changed', NOW),
    remove: repo => repo.remove('connection-1'),
  },
  user_imports: {
    countActive: repo => repo.countActive(NOW),
    addChunk: repo => repo.addChunk('job-1', 1, '[]', NOW),
    firstChunk: repo => repo.firstChunk('job-1'),
    removeChunks: [repo => repo.removeChunks('job-1', 0), repo => repo.removeChunks('job-1', undefined)],
    addErrors: repo => repo.addErrors('job-1', [{ position: 1, user_id: USER, error: {} }]),
    listErrors: repo => repo.listErrors('job-1', -1, 100),
    findNamesakes: repo =>
      repo.findNamesakes(directory, {
        user_ids: ['1'],
        emails: ['user2@example.com'],
        usernames: [],
        phone_numbers: [],
      }),
    insert: repo =>
      repo.insert(
        directory,
        [{ identity_user_id: '3', password_hash: '{}', mfa_factors: [{ type: 'totp', secret: 'A' }] }],
        0,
        NOW,
      ),
    update: repo =>
      repo.update('connection-1', [{ user_id: USER, identity_user_id: '1', password_hash: 'x', name: 'changed' }], NOW),
  },
  users: {
    find: repo => repo.find(USER),
    exists: repo => repo.exists(USER),
    findByIdentity: [
      repo => repo.findByIdentity('connection-1', { identity_user_id: '1' }),
      repo => repo.findByIdentity('connection-1', { verified_email: 'user1@example.com' }),
    ],
    list: [
      repo => repo.list({}, 'created_at:1', ALL),
      repo => repo.list({ q: 'identities.connection:directory' }, 'last_ip:-1', ALL),
      repo => repo.list({ connection_id: 'connection-1' }, undefined, ALL),
    ],
    listAfter: [repo => repo.listAfter({}, undefined, 100), repo => repo.listAfter({}, 'auth0|0', 100)],
    count: [repo => repo.count({}), repo => repo.count({ connection_id: 'connection-1' })],
    listByEmail: repo => repo.listByEmail('user1@example.com'),
    create: repo =>
      repo.create(
        {
          connection: { id: 'connection-1', name: 'directory', strategy: 'auth0' },
          user_id: '3',
          email: 'user3@example.com',
          password_hash: 'hash',
        },
        NOW,
      ),
    update: [
      repo => repo.update(USER, { email: 'changed@example.com', user_metadata: { changed: true } }, NOW),
      repo => repo.update(USER, { username: 'changed' }, NOW, { connection_id: 'connection-1', identity_user_id: '1' }),
    ],
    remove: repo => repo.remove(USER),
    findIdentity: repo => repo.findIdentity('auth0', '1'),
    listForUpdate: repo => repo.listForUpdate([USER]),
    link: repo => repo.link(USER, 'auth0|2'),
    unlink: async repo => {
      await repo.link(USER, 'auth0|2')
      await repo.unlink({ ...linked, identity_user_id: '2' }, NOW)
    },
    removeIdentity: repo => repo.removeIdentity(linked),
    findAccount: repo => repo.findAccount(USER),
    permissionsFor: repo => repo.permissionsFor(USER, 'api-1'),
    findCredentials: [
      repo => repo.findCredentials('connection-1', { email: 'user1@example.com' }),
      repo => repo.findCredentials('connection-1', { username: 'user1' }),
    ],
    findMember: repo => repo.findMember('connection-1', USER),
    listIdentities: repo => repo.listIdentities(USER),
    listNamed: repo => repo.listNamed('user1@example.com'),
    listSignInNames: repo => repo.listSignInNames(USER),
    addressesOf: repo => repo.addressesOf(USER),
    recordLogin: repo => repo.recordLogin(USER, '192.0.2.1', NOW),
    setPassword: repo => repo.setPassword(USER, 'connection-1', '1', 'changed', NOW),
    keepFirstPassword: {
      own: async repo => {
        const known = { id: 'connection-1', name: 'directory', strategy: 'auth0' }
        await repo.create({ connection: known, user_id: '9', email: 'user9@example.com' }, NOW)
        await repo.keepFirstPassword('connection-1', '9', 'kept', NOW)
        return repo.findCredentials('connection-1', { email: 'user9@example.com' })
      },
    },
    renewHash: async repo => {
      const found = await repo.findCredentials('connection-1', { email: 'user1@example.com' })
      await repo.renewHash('connection-1', '1', found?.password_hash ?? 'hash alpha', 'changed', NOW)
    },
    findAddressee: [
      repo => repo.findAddressee('connection-1', { email: 'user1@example.com' }),
      repo => repo.findAddressee('connection-1', { phone_number: '+1' }),
    ],
    setPhoneVerified: repo => repo.setPhoneVerified(USER, '+1', NOW),
    setEmailVerified: [
      repo => repo.setEmailVerified(USER, NOW),
      repo => repo.setEmailVerified(USER, NOW, 'user1@example.com'),
    ],
    listRoles: repo => repo.listRoles(USER, ALL),
    countRoles: repo => repo.countRoles(USER),
    listRolesAfter: [
      repo => repo.listRolesAfter(USER, undefined, 100),
      repo =>
        repo.listRolesAfter(USER, undefined, 100, {
          resource_server_id: 'api-1',
          permission_name: held[0]?.permission_name ?? '',
        }),
    ],
    addRoles: repo => repo.addRoles(USER, ['role-2']),
    removeRoles: repo => repo.removeRoles(USER, ['role-1']),
    listPermissions: repo => repo.listPermissions(USER, ALL),
    countPermissions: repo => repo.countPermissions(USER),
    listPermissionsAfter: repo => repo.listPermissionsAfter(USER, 'api-1', undefined, 100),
    addPermissions: repo => repo.addPermissions(USER, permissions),
    removePermissions: repo => repo.removePermissions(USER, held),
  },
}

const database = await createDatabase()
const pool = openPool(
  { connection_string: database.url, pool_size: 2, statement_timeout: 10_000, connection_timeout: 5_000 },
  error => t.fail(error.message),
)
const db = openKysely(pool)
t.teardown(async () => {
  await db.destroy()
  await database.drop()
})
const seal = createSeal(KEYS)
await createTwin(db, seal, 'alpha')
await createTwin(db, seal, 'gamma')
await createBare(db, 'beta')
await untilLogIsSettled(database)
const alpha = await everythingOf(db, 'alpha')

/** Nobody's data, and nothing that tells of them. */
function isNothing(value: unknown): boolean {
  if (value instanceof Map) return [...value.values()].every(isNothing)
  if (value instanceof Set) return value.size === 0
  if (Array.isArray(value)) return value.length === 0
  if (value !== null && typeof value === 'object') return Object.keys(value).length === 0
  return value === undefined || value === null || value === false || value === 0
}

const asText = (value: unknown) =>
  JSON.stringify(value, (_key, item) => (item instanceof Map ? [...item] : item instanceof Set ? [...item] : item)) ??
  ''

const isRefusal = (error: unknown) =>
  error instanceof LintelError || error instanceof NoResultError || violatedForeignKey(error) !== undefined

type Outcome = { result: unknown; refused: boolean; alpha_changed: boolean; own_changed: boolean }

/** Calls as this tenant, looks at what it did, and undoes it. */
async function callAs(
  tenant_id: string,
  create: (typeof repositories)[keyof typeof repositories],
  call: Call<never>,
): Promise<Outcome> {
  const before = await everythingOf(db, tenant_id)
  const tx = await db.startTransaction().execute()
  try {
    const scope = { db: tx as Kysely<Database>, tenant: { tenant_id, issuer: `https://${tenant_id}.test/` }, seal }
    const result = await call(create(scope) as never)
    const after = await unlessAborted(() => everythingOf(tx, tenant_id))
    if (!after) return { result, refused: true, alpha_changed: false, own_changed: false }
    const alpha_after = await everythingOf(tx, 'alpha')
    return {
      result,
      refused: false,
      alpha_changed: asText(alpha_after) !== asText(alpha),
      own_changed: asText(after) !== asText(before),
    }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { result: undefined, refused: true, alpha_changed: false, own_changed: false }
  } finally {
    await tx.rollback().execute()
  }
}

/** in_failed_sql_transaction: PostgreSQL refused, and the repository made nothing of it. */
async function unlessAborted<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if ((error as { code?: unknown }).code === '25P02') return undefined
    throw error
  }
}

t.test('something of everything is there to be seen', async t => {
  t.strictSame(
    Object.keys(alpha).filter(table => alpha[table]?.length === 0),
    [],
    'each table has rows of the twins',
  )
  t.strictSame(
    (await tenantTables(db)).filter(table => !(table in alpha)),
    [],
  )
})

for (const [name, create] of Object.entries(repositories)) {
  t.test(name, async t => {
    const methods = (enrolled as { [name: string]: { [method: string]: Enrolment<never> } })[name]
    if (!methods) return t.fail(`the repository "${name}" is not enrolled in this test`)
    const tenant = { tenant_id: 'beta', issuer: 'https://beta.test/' }
    t.strictSame(
      Object.keys(methods).sort(),
      Object.keys(create({ db, tenant, seal })).sort(),
      'every method is enrolled',
    )

    for (const [method, enrolment] of Object.entries(methods)) {
      const own = typeof enrolment === 'object' && 'own' in enrolment
      const calls = own ? [enrolment.own] : [enrolment].flat()
      for (const [i, call] of calls.entries()) {
        const what = calls.length > 1 ? `${method} (${i + 1})` : method
        const itself = await callAs('alpha', create, call as Call<never>)
        t.ok(!itself.refused && (!isNothing(itself.result) || itself.own_changed), `${what} reaches something`)

        const other = await callAs('beta', create, call as Call<never>)
        t.notOk(other.alpha_changed, `${what} changes nothing of another tenant`)
        t.notMatch(asText(other.result), /alpha|gamma/, `${what} shows nothing of another tenant`)
        if (!own) {
          t.ok(isNothing(other.result), `${what} finds nothing in another tenant`)
          t.notOk(other.own_changed, `${what} makes nothing out of another tenant`)
        }

        const twin = await callAs('gamma', create, call as Call<never>)
        t.notOk(twin.alpha_changed, `${what} changes nothing of a twin`)
        t.equal(
          asText(twin.result).replaceAll('gamma', 'alpha'),
          asText(itself.result),
          `${what} shows a twin the same of her own`,
        )
        t.equal(twin.own_changed, itself.own_changed, `${what} does the same for a twin`)
      }
    }
  })
}
