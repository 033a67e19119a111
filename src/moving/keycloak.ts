// A realm as Keycloak exports it, in the terms of Auth0's export and import: its clients, the roles of realm and clients, groups as roles
// (they become organizations when there are some), users with their password hashes and one-time codes. What has no counterpart is said.
import { createHash } from 'node:crypto'
import { LintelError } from '../errors.ts'
import type { Assets, Json } from './auth0-folder.ts'

type Attributes = { [name: string]: string[] }
type Role = {
  name: string
  description?: string
  composites?: { realm?: string[]; client?: { [id: string]: string[] } }
}
type Group = {
  name: string
  path?: string
  subGroups?: Group[]
  realmRoles?: string[]
  clientRoles?: { [client: string]: string[] }
}
type Credential = { type: string; secretData?: string; credentialData?: string; value?: string; algorithm?: string }
type Client = {
  clientId: string
  name?: string
  description?: string
  enabled?: boolean
  protocol?: string
  publicClient?: boolean
  bearerOnly?: boolean
  standardFlowEnabled?: boolean
  implicitFlowEnabled?: boolean
  directAccessGrantsEnabled?: boolean
  serviceAccountsEnabled?: boolean
  consentRequired?: boolean
  clientAuthenticatorType?: string
  redirectUris?: string[]
  webOrigins?: string[]
  rootUrl?: string
  attributes?: { [name: string]: string }
}
type User = {
  id?: string
  username: string
  email?: string
  emailVerified?: boolean
  enabled?: boolean
  firstName?: string
  lastName?: string
  attributes?: Attributes
  credentials?: Credential[]
  requiredActions?: string[]
  realmRoles?: string[]
  clientRoles?: { [client: string]: string[] }
  groups?: string[]
  federatedIdentities?: { identityProvider: string }[]
  serviceAccountClientId?: string
}
type Realm = {
  realm: string
  displayName?: string
  roles?: { realm?: Role[]; client?: { [client: string]: Role[] } }
  groups?: Group[]
  clients?: Client[]
  users?: User[]
  identityProviders?: { alias: string; providerId?: string }[]
  components?: { [provider: string]: { name: string; providerId?: string }[] }
}

export type ReadRealm = {
  assets: Assets
  /** what is not taken, or taken otherwise */
  notes: string[]
  people: Person[]
}

/** @property user as `jobs/users-imports` takes her; @property roles by name */
export type Person = { user_id: string; user: Json; roles: string[] }

/** What Keycloak makes for itself in every realm. */
const OWN_CLIENTS = /^(account|account-console|admin-cli|broker|realm-management|security-admin-console|.+-realm)$/
const OWN_ROLES = /^(offline_access|uma_authorization|default-roles-.+)$/
const MOST_LISTED = 5

/** Auth0's form of the password grant, which names the connection. */
const PASSWORD_REALM = 'http://auth0.com/oauth/grant-type/password-realm'

const base64 = (text: string) => text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** RFC 4648 §6, without padding. */
function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map(five => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

const parsed = (text: string | undefined): { [name: string]: unknown } => {
  try {
    return text === undefined ? {} : (JSON.parse(text) as { [name: string]: unknown })
  } catch {
    return {}
  }
}

/** @returns Auth0's `custom_password_hash`, or why there is none */
function passwordHashOf(credential: Credential): Json | string {
  const { value, salt } = parsed(credential.secretData) as { value?: string; salt?: string }
  const { algorithm, hashIterations, additionalParameters } = parsed(credential.credentialData) as {
    algorithm?: string
    hashIterations?: number
    additionalParameters?: { [name: string]: string[] }
  }
  if (!value || !salt || !algorithm) return 'a password hash of a form that is not known'
  const phc = (head: string) => `$${head}$${base64(salt)}$${base64(value)}`
  const digest = { pbkdf2: 'sha1', 'pbkdf2-sha256': 'sha256', 'pbkdf2-sha512': 'sha512' }[algorithm]
  if (digest !== undefined) {
    const length = Buffer.from(value, 'base64').length
    return {
      algorithm: 'pbkdf2',
      hash: { value: phc(`pbkdf2-${digest}$i=${hashIterations},l=${length}`), encoding: 'utf8' },
    }
  }
  if (algorithm === 'argon2') {
    const first = (name: string, fallback: string) => additionalParameters?.[name]?.[0] ?? fallback
    const version = first('version', '1.3') === '1.0' ? 16 : 19
    const cost = `m=${first('memory', '7168')},t=${hashIterations ?? 5},p=${first('parallelism', '1')}`
    return {
      algorithm: 'argon2',
      hash: { value: phc(`argon2${first('type', 'id')}$v=${version}$${cost}`), encoding: 'utf8' },
    }
  }
  return `a password hash by ${algorithm}`
}

/** @returns one of Auth0's `mfa_factors`, or why there is none */
function factorOf(credential: Credential): Json | string {
  const { value } = parsed(credential.secretData) as { value?: string }
  const said = parsed(credential.credentialData) as {
    subType?: string
    digits?: number
    period?: number
    algorithm?: string
    secretEncoding?: string
  }
  const { subType = 'totp', digits = 6, period = 30, algorithm = 'HmacSHA1', secretEncoding } = said
  if (!value || subType !== 'totp' || digits !== 6 || period !== 30 || algorithm !== 'HmacSHA1')
    return `a one-time code of ${subType}, ${digits} digits, ${period} s, ${algorithm}`
  // Keycloak's key is the text itself, unless it says that the text encodes it.
  return { totp: { secret: secretEncoding === 'BASE32' ? value.replace(/=+$/, '') : base32(Buffer.from(value)) } }
}

/** Many of one kind are one line. */
function createNotes() {
  const gathered = new Map<string, string[]>()
  return {
    add(what: string, who: string) {
      gathered.set(what, [...(gathered.get(what) ?? []), who])
    },
    list: () =>
      [...gathered].map(([what, who]) => {
        const more = who.length > MOST_LISTED ? ` and ${who.length - MOST_LISTED} more` : ''
        return `${what}: ${who.slice(0, MOST_LISTED).join(', ')}${more}`
      }),
  }
}
type Notes = ReturnType<typeof createNotes>

const roleOfClient = (client: string, role: string) => `${client}: ${role}`
const identifierOf = (client: string) => `urn:keycloak:client:${client}`

function groupsOf(groups: readonly Group[], parents = ''): { path: string; group: Group; ancestors: Group[] }[] {
  return groups.flatMap(group => {
    const path = group.path ?? `${parents}/${group.name}`
    const below = groupsOf(group.subGroups ?? [], path).map(each => ({
      ...each,
      ancestors: [group, ...each.ancestors],
    }))
    return [{ path, group, ancestors: [] }, ...below]
  })
}

function clientOf(client: Client, notes: Notes): Json | undefined {
  const { clientId, protocol = 'openid-connect' } = client
  const refuse = (why: string) => {
    notes.add(why, clientId)
    return undefined
  }
  if (protocol !== 'openid-connect') return refuse(`clients of ${protocol} are not taken`)
  if (client.bearerOnly) return refuse('clients that only receive tokens are no clients here, but APIs')
  if (client.enabled === false) return refuse('disabled clients are not taken')
  const isPublic = client.publicClient === true
  const web = client.standardFlowEnabled !== false || client.implicitFlowEnabled === true
  const grant_types = [
    ...(client.standardFlowEnabled === false ? [] : ['authorization_code', 'refresh_token']),
    ...(client.directAccessGrantsEnabled ? ['password', PASSWORD_REALM] : []),
    ...(client.serviceAccountsEnabled && !isPublic ? ['client_credentials'] : []),
    ...(client.attributes?.['oauth2.device.authorization.grant.enabled'] === 'true'
      ? ['urn:ietf:params:oauth:grant-type:device_code']
      : []),
  ]
  if (client.implicitFlowEnabled) notes.add('the implicit flow is not taken over; use the code flow', clientId)
  if (!isPublic && client.clientAuthenticatorType && client.clientAuthenticatorType !== 'client-secret')
    notes.add(
      `clients that prove themselves by ${client.clientAuthenticatorType} get a secret until you give them a key`,
      clientId,
    )
  if (!isPublic) notes.add('clients get a new secret: lintel client rotate-secret prints one', clientId)

  const root = (client.rootUrl ?? '').replace(/\/$/, '')
  const urls = (kind: string, given: readonly string[]) =>
    given
      .filter(url => url !== '+' && url !== '')
      .map(url => (url.startsWith('/') ? `${root}${url}` : url))
      .filter(url => {
        if (!url.includes('*') && URL.canParse(url)) return true
        notes.add(`${kind} with wildcards are not allowed; name each`, `${clientId} ${url}`)
        return false
      })
  const callbacks = urls('redirect URIs', client.redirectUris ?? [])
  const origins = (client.webOrigins ?? []).includes('+')
    ? [...new Set(callbacks.map(url => new URL(url).origin).filter(origin => origin !== 'null'))]
    : urls('web origins', client.webOrigins ?? [])
  const logoutUris = client.attributes?.['post.logout.redirect.uris']?.split('##') ?? []
  return {
    name: clientId,
    ...(client.name || client.description
      ? { description: [client.name, client.description].filter(Boolean).join(': ').slice(0, 140) }
      : {}),
    app_type: web ? (isPublic ? 'spa' : 'regular_web') : isPublic ? 'native' : 'non_interactive',
    token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_basic',
    grant_types,
    callbacks,
    allowed_logout_urls: logoutUris.includes('+') ? callbacks : urls('logout URIs', logoutUris),
    ...(isPublic ? { web_origins: origins } : {}),
    allowed_origins: origins,
    ...(client.consentRequired ? { is_first_party: false } : {}),
  }
}

function userOf(user: User, notes: Notes): Json | undefined {
  if (!user.email) {
    notes.add('users without an e-mail address are not taken', user.username)
    return undefined
  }
  const taken: Json = {
    user_id: user.id ?? createHash('sha256').update(user.username).digest('hex').slice(0, 24),
    email: user.email,
    email_verified: user.emailVerified === true,
    ...(user.firstName ? { given_name: user.firstName } : {}),
    ...(user.lastName ? { family_name: user.lastName } : {}),
    ...(user.firstName || user.lastName ? { name: [user.firstName, user.lastName].filter(Boolean).join(' ') } : {}),
    ...(user.enabled === false ? { blocked: true } : {}),
  }
  if (user.username.toLowerCase() !== user.email.toLowerCase())
    notes.add('user names are kept in app_metadata; people sign in by e-mail address', user.username)
  const attributes = Object.fromEntries(
    Object.entries(user.attributes ?? {}).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  )
  taken.app_metadata = { keycloak: { username: user.username, ...(user.id ? { id: user.id } : {}), attributes } }

  const factors: Json[] = []
  for (const credential of user.credentials ?? []) {
    const read =
      credential.type === 'password'
        ? passwordHashOf(credential)
        : credential.type === 'otp'
          ? factorOf(credential)
          : `a credential of type ${credential.type}`
    if (typeof read === 'string') notes.add(`not taken: ${read}`, user.username)
    else if (credential.type === 'password') taken.custom_password_hash = read
    else factors.push(read)
  }
  if (factors.length > 0) taken.mfa_factors = factors
  for (const action of user.requiredActions ?? []) notes.add(`required actions are not kept (${action})`, user.username)
  for (const { identityProvider } of user.federatedIdentities ?? [])
    notes.add(`links to the identity provider ${identityProvider} are not taken`, user.username)
  return taken
}

/** @param json what `kc.sh export` or the console wrote: one realm, or a list of one */
export function readRealm(json: unknown, connection: string): ReadRealm {
  const realm = (Array.isArray(json) ? json[0] : json) as Realm | undefined
  if (typeof realm !== 'object' || realm === null || typeof realm.realm !== 'string')
    throw new LintelError('invalid_body', 'The file is no realm that Keycloak exported.')
  if (Array.isArray(json) && json.length > 1)
    throw new LintelError(
      'invalid_body',
      'The file holds several realms. Each realm is a tenant: export them one by one.',
    )
  const notes = createNotes()

  const described = (realm.clients ?? []).filter(({ clientId }) => !OWN_CLIENTS.test(clientId))
  const clients = described.map(client => clientOf(client, notes)).filter(client => client !== undefined)
  const names = clients.map(({ name }) => String(name))

  // A client's roles are permissions of an API of its own, so that its tokens can carry them.
  const ofClients = Object.entries(realm.roles?.client ?? {}).filter(
    ([client, roles]) => !OWN_CLIENTS.test(client) && roles.length > 0,
  )
  const resourceServers = ofClients.map(([client, roles]) => ({
    identifier: identifierOf(client),
    name: client,
    scopes: roles.map(({ name, description }) => ({ value: name, ...(description ? { description } : {}) })),
    enforce_policies: true,
    token_dialect: 'access_token_authz',
  }))
  const permission = (client: string, role: string) => ({
    resource_server_identifier: identifierOf(client),
    permission_name: role,
  })
  const offered = new Set(ofClients.flatMap(([client, roles]) => roles.map(({ name }) => roleOfClient(client, name))))
  const permissionsOf = (of: { [client: string]: string[] } = {}) =>
    Object.entries(of).flatMap(([client, roles]) =>
      roles.filter(role => offered.has(roleOfClient(client, role))).map(role => permission(client, role)),
    )

  const ofRealm = (realm.roles?.realm ?? []).filter(({ name }) => !OWN_ROLES.test(name))
  const byName = new Map(ofRealm.map(role => [role.name, role]))
  /** The permissions of a role and of those that it is made of. */
  function all(name: string, seen = new Set<string>()): Json[] {
    const role = byName.get(name)
    if (!role || seen.has(name)) return []
    seen.add(name)
    return [
      ...permissionsOf(role.composites?.client),
      ...(role.composites?.realm ?? []).flatMap(inner => all(inner, seen)),
    ]
  }
  const unique = (permissions: Json[]) => [...new Map(permissions.map(each => [JSON.stringify(each), each])).values()]
  const groups = groupsOf(realm.groups ?? [])
  const roleOf = (name: string, description: string | undefined, permissions: Json[]): Json => ({
    name,
    description: description && !description.startsWith('${') ? description : '',
    permissions: unique(permissions),
  })
  const roles = [
    ...ofRealm.map(({ name, description }) => roleOf(name, description, all(name))),
    ...ofClients.flatMap(([client, list]) =>
      list.map(({ name, description }) => roleOf(roleOfClient(client, name), description, [permission(client, name)])),
    ),
    // A group has what those above it have.
    ...groups.map(({ path, group, ancestors }) =>
      roleOf(
        path,
        'A group of Keycloak',
        [group, ...ancestors].flatMap(each => [
          ...permissionsOf(each.clientRoles),
          ...(each.realmRoles ?? []).flatMap(role => all(role)),
        ]),
      ),
    ),
  ]
  const known = new Set(roles.map(({ name }) => String(name)))

  const groupPermissions = new Map(
    groups.map(({ path }) => [path, roles.find(({ name }) => name === path)?.permissions]),
  )
  /** What a service account may do, its client may. A realm's role that permits nothing of an API has no counterpart. */
  function grantsOf(client_id: string, { realmRoles = [], clientRoles = {}, groups: of = [] }: User): Json[] {
    const permits = unique([
      ...permissionsOf(clientRoles),
      ...realmRoles.flatMap(role => all(role)),
      ...of.flatMap(path => (groupPermissions.get(path) ?? []) as Json[]),
    ])
    const bare = realmRoles.filter(role => byName.has(role) && all(role).length === 0)
    for (const role of bare)
      notes.add('roles of service accounts that permit nothing of an API', `${client_id} ${role}`)
    if (!names.includes(client_id)) return []
    return [...Map.groupBy(permits, ({ resource_server_identifier }) => resource_server_identifier)].map(
      ([audience, permissions]) => ({
        client_id,
        audience,
        scope: permissions.map(({ permission_name }) => permission_name),
      }),
    )
  }

  const clientGrants: Json[] = []
  const people: Person[] = []
  for (const user of realm.users ?? []) {
    if (user.serviceAccountClientId !== undefined) {
      clientGrants.push(...grantsOf(user.serviceAccountClientId, user))
      continue
    }
    const taken = userOf(user, notes)
    if (!taken) continue
    const roles = [
      ...(user.realmRoles ?? []),
      ...Object.entries(user.clientRoles ?? {}).flatMap(([client, list]) =>
        list.map(role => roleOfClient(client, role)),
      ),
      ...(user.groups ?? []),
    ].filter(role => known.has(role))
    people.push({ user_id: `auth0|${taken.user_id}`, user: taken, roles })
  }

  for (const { alias, providerId } of realm.identityProviders ?? [])
    notes.add(
      'identity providers are not taken: their connections are not built yet',
      `${alias} (${providerId ?? '?'})`,
    )
  for (const { name, providerId } of realm.components?.['org.keycloak.storage.UserStorageProvider'] ?? [])
    notes.add('user federation is not taken', `${name} (${providerId ?? '?'})`)

  return {
    assets: {
      resourceServers,
      clients,
      clientGrants,
      databases: [{ name: connection, strategy: 'auth0', enabled_clients: names }],
      roles,
      ...(realm.displayName ? { tenant: { friendly_name: realm.displayName } } : {}),
    },
    notes: notes.list(),
    people,
  }
}
