// What `q` and `sort` may name, and where it is stored. The tables go by the names "users", "user_stats", "identity" and "connection".
import { type Field, refuse } from './parse.ts'

export type Column = {
  kind: 'text' | 'boolean' | 'whole number' | 'date'
  column: string
  /** Auth0: only email, name, given_name, family_name and nickname ignore case. */
  folds?: true
  /** The part of an e-mail address after the @. */
  domain?: true
  nullable?: true
}
/** A path into a jsonb column; arrays on the way are transparent. */
export type Document = { kind: 'document'; column: string; path: string[]; exact_only: boolean }
export type Target = (Column | Document) & { of_identity?: true }

const folded = (column: string): Column => ({ kind: 'text', column, folds: true, nullable: true })
const text = (column: string): Column => ({ kind: 'text', column, nullable: true })
const boolean = (column: string): Column => ({ kind: 'boolean', column })
const date = (column: string): Column => ({ kind: 'date', column, nullable: true })

const COLUMNS = new Map<string, Column>([
  ['email', folded('users.email')],
  ['email.domain', { ...folded('users.email'), domain: true }],
  ['email_verified', boolean('users.email_verified')],
  ['username', text('users.username')],
  ['phone_number', text('users.phone_number')],
  ['phone_verified', { ...boolean('users.phone_verified'), nullable: true }],
  ['name', folded('users.name')],
  ['given_name', folded('users.given_name')],
  ['family_name', folded('users.family_name')],
  ['nickname', folded('users.nickname')],
  ['picture', text('users.picture')],
  ['user_id', { kind: 'text', column: 'users.user_id' }],
  ['blocked', boolean('users.blocked')],
  ['created_at', { kind: 'date', column: 'users.created_at' }],
  ['updated_at', { kind: 'date', column: 'users.updated_at' }],
  ['last_password_reset', date('users.last_password_reset')],
  ['last_login', date('user_stats.last_login')],
  ['last_ip', text('user_stats.last_ip')],
  ['logins_count', { kind: 'whole number', column: 'user_stats.logins_count', nullable: true }],
])

const IDENTITY_COLUMNS = new Map<string, Column>([
  ['identities.connection', { kind: 'text', column: 'connection.name' }],
  ['identities.provider', { kind: 'text', column: 'identity.provider' }],
  ['identities.user_id', { kind: 'text', column: 'identity.identity_user_id' }],
  ['identities.isSocial', boolean('identity.is_social')],
])

/** What a term without a field looks at: names and identifiers; Auth0: never user_metadata. */
export const BARE: readonly Column[] = [
  'email',
  'name',
  'nickname',
  'given_name',
  'family_name',
  'username',
  'phone_number',
  'user_id',
].map(name => COLUMNS.get(name) as Column)

const shown = (name: string) => (name.length > 64 ? `${name.slice(0, 64)}…` : name)

export function targetOf({ name, path, at }: Field): Target {
  const column = COLUMNS.get(name)
  if (column) return column
  const of_identity = IDENTITY_COLUMNS.get(name)
  if (of_identity) return { ...of_identity, of_identity: true }
  if (path.includes('')) refuse(at, `"${shown(name)}" has an empty step between its dots`)
  const [root, ...rest] = path
  if (root === 'app_metadata') return { kind: 'document', column: 'users.app_metadata', path: rest, exact_only: false }
  if (root === 'user_metadata') return { kind: 'document', column: 'users.user_metadata', path: rest, exact_only: true }
  if (root === 'identities' && rest[0] === 'profileData') {
    return {
      kind: 'document',
      column: 'identity.profile_data',
      path: rest.slice(1),
      exact_only: false,
      of_identity: true,
    }
  }
  return refuse(at, `"${shown(name)}" is not a field that can be searched`)
}

/** The column that a list of users may be sorted by, if `name` is one. */
export const sortableColumn = (name: string): Column | undefined => COLUMNS.get(name)
