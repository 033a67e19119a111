// What the protocol needs to know of a user: the columns, once, so that whatever belongs to a user can be read together with her in one
// statement.
import type { Selectable } from 'kysely'
import type { UsersTable } from './schema.ts'

/** For the select of a query that joins `users`. */
export const ACCOUNT = [
  'users.user_id as account_user_id',
  'users.connection_id as account_connection_id',
  'users.email as account_email',
  'users.email_verified as account_email_verified',
  'users.username as account_username',
  'users.phone_number as account_phone_number',
  'users.phone_verified as account_phone_verified',
  'users.name as account_name',
  'users.given_name as account_given_name',
  'users.family_name as account_family_name',
  'users.nickname as account_nickname',
  'users.picture as account_picture',
  'users.blocked as account_blocked',
  'users.created_at as account_created_at',
  'users.updated_at as account_updated_at',
] as const

type Column<Selected> = Selected extends `users.${string} as account_${infer Name}` ? Name : never
export type Account = Pick<Selectable<UsersTable>, Column<(typeof ACCOUNT)[number]> & keyof UsersTable>
export type AccountRow = { [C in keyof Account as `account_${C}`]: Account[C] }

export const accountOf = (row: AccountRow): Account => ({
  user_id: row.account_user_id,
  connection_id: row.account_connection_id,
  email: row.account_email,
  email_verified: row.account_email_verified,
  username: row.account_username,
  phone_number: row.account_phone_number,
  phone_verified: row.account_phone_verified,
  name: row.account_name,
  given_name: row.account_given_name,
  family_name: row.account_family_name,
  nickname: row.account_nickname,
  picture: row.account_picture,
  blocked: row.account_blocked,
  created_at: row.account_created_at,
  updated_at: row.account_updated_at,
})
