import { DATABASE_CONNECTION } from '../first-start.ts'
import {
  type Call,
  type Context,
  JSON_FLAG,
  listed,
  Refused,
  readAssignments,
  readSecret,
  seg,
  showJson,
  showList,
  TENANT,
  type Verb,
  type Verbs,
} from './verb.ts'

const FLAGS = { ...TENANT, ...JSON_FLAG }
type User = { user_id: string; email?: string; identities: { connection: string }[] }

/** @param name an id, or an e-mail address that one user alone has (in `connection`, if it is given) */
export async function findUser(call: Call, name: string, connection?: string): Promise<User> {
  if (name.includes('|')) return call('GET', `/users/${seg(name)}`)
  const users = ((await call('GET', `/users-by-email?email=${seg(name)}`)) as User[]).filter(
    ({ identities }) => connection === undefined || identities.some(identity => identity.connection === connection),
  )
  if (users.length === 0) throw new Refused('The user does not exist.')
  if (users.length > 1)
    throw new Refused(`Several users have this address; give the id: ${users.map(({ user_id }) => user_id).join(', ')}`)
  return users[0] as User
}

const patching = (says: string, patch: object, done: string): Verb => ({
  says,
  args: ['id or e-mail'],
  flags: TENANT,
  async run(context) {
    const { call } = await context.administration()
    const { user_id } = await findUser(call, String(context.args[0]))
    await call('PATCH', `/users/${seg(user_id)}`, patch)
    context.say(`${done} ${user_id}`)
    return 0
  },
})

const connectionOf = ({ flags }: Context) => String(flags.connection ?? DATABASE_CONNECTION)

export const userVerbs: Verbs = {
  'user list': {
    says: 'lists users, the first hundred unless told otherwise',
    flags: { ...FLAGS, q: 'a search, such as email:*@acme.com', limit: 'how many, 1000 at most (default: 100)' },
    async run(context) {
      const { q, limit = '100' } = context.flags
      const { call } = await context.administration()
      const query = q === undefined ? '' : `?search_engine=v3&q=${seg(q)}`
      const users = await listed(call, `/users${query}`, 'users', Math.min(Number(limit) || 100, 1_000))
      showList(context, users, ['user_id', 'email', 'name', 'last_login'])
      return 0
    },
  },
  'user create': {
    says: 'makes a user; the password is read from standard input',
    flags: {
      ...FLAGS,
      email: '!e-mail address',
      connection: `the database connection (default: ${DATABASE_CONNECTION})`,
      verified: '=the address counts as verified',
    },
    async run(context) {
      const { flags } = context
      const password = await readSecret(context.io)
      const { call } = await context.administration()
      const user = await call('POST', '/users', {
        connection: connectionOf(context),
        email: flags.email,
        email_verified: flags.verified === true,
        verify_email: false,
        password,
      })
      if (flags.json === true) showJson(context, user)
      else context.say(user.user_id)
      return 0
    },
  },
  'user show': {
    says: 'shows a user',
    args: ['id or e-mail'],
    flags: FLAGS,
    async run(context) {
      const { call } = await context.administration()
      showJson(context, await findUser(call, String(context.args[0])))
      return 0
    },
  },
  'user update': {
    says: 'changes a user: name=Ada app_metadata.plan=pro',
    args: ['id or e-mail', 'name=value…'],
    flags: FLAGS,
    async run(context) {
      const { call } = await context.administration()
      const [name, ...assignments] = context.args
      const patch = readAssignments(assignments)
      const { user_id } = await findUser(call, String(name))
      showJson(context, await call('PATCH', `/users/${seg(user_id)}`, patch))
      return 0
    },
  },
  'user delete': {
    says: 'deletes a user and all that is hers',
    args: ['id or e-mail'],
    flags: TENANT,
    async run(context) {
      const { call } = await context.administration()
      const { user_id } = await findUser(call, String(context.args[0]))
      await call('DELETE', `/users/${seg(user_id)}`)
      context.say(`deleted ${user_id}`)
      return 0
    },
  },
  'user set-password': {
    says: 'sets a user’s password, read from standard input, and ends her sessions',
    args: ['[id or e-mail]'],
    flags: { ...TENANT, email: 'e-mail address, in place of the argument', connection: 'the database connection' },
    async run(context) {
      const name = context.args[0] ?? context.flags.email
      if (name === undefined) throw new Refused('Name the user: her id or e-mail address.')
      const connection = connectionOf(context)
      const password = await readSecret(context.io)
      const { call } = await context.administration()
      const { user_id } = await findUser(call, String(name), connection)
      await call('PATCH', `/users/${seg(user_id)}`, { password, connection })
      context.say(`password of ${user_id} set`)
      return 0
    },
  },
  'user block': patching('keeps a user from signing in', { blocked: true }, 'blocked'),
  'user unblock': patching('lets a blocked user sign in again', { blocked: false }, 'unblocked'),
}
