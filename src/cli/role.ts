import { findUser } from './user.ts'
import {
  type Call,
  findNamed,
  JSON_FLAG,
  listed,
  Misused,
  seg,
  showJson,
  showList,
  TENANT,
  type Verb,
  type Verbs,
} from './verb.ts'

const FLAGS = { ...TENANT, ...JSON_FLAG }

const roleAt = async (call: Call, name: string | undefined) => {
  const { id } = await findNamed(call, '/roles', 'roles', 'id', String(name))
  return { id, at: `/roles/${seg(id)}` }
}

/** `permission of API`, as both are written: `read:orders@https://api.example/` */
function readPermission(text: string) {
  const [, permission_name, resource_server_identifier] = /^([^@]+)@(.+)$/.exec(text) ?? []
  if (permission_name === undefined || resource_server_identifier === undefined)
    throw new Misused(`${text} is not of the form permission@API, such as read:orders@https://api.example/`)
  return { permission_name, resource_server_identifier }
}

const assigning = (says: string, method: 'POST' | 'DELETE', done: string): Verb => ({
  says,
  args: ['role', 'user…'],
  flags: TENANT,
  async run(context) {
    const [name, ...users] = context.args
    const { call } = await context.administration()
    const { id } = await roleAt(call, name)
    for (const user of users) {
      const { user_id } = await findUser(call, user)
      await call(method, `/users/${seg(user_id)}/roles`, { roles: [id] })
      context.say(`${name} ${done} ${user_id}`)
    }
    return 0
  },
})

export const roleVerbs: Verbs = {
  'role list': {
    says: 'lists the roles',
    flags: FLAGS,
    async run(context) {
      const { call } = await context.administration()
      showList(context, await listed(call, '/roles', 'roles'), ['id', 'name', 'description'])
      return 0
    },
  },
  'role create': {
    says: 'makes a role and prints it',
    flags: { ...FLAGS, name: '!its name', description: 'what it is for' },
    async run(context) {
      const { flags } = context
      const { call } = await context.administration()
      const description = flags.description === undefined ? {} : { description: flags.description }
      showJson(context, await call('POST', '/roles', { name: flags.name, ...description }))
      return 0
    },
  },
  'role delete': {
    says: 'deletes a role; who had it has it no longer',
    args: ['name or id'],
    flags: TENANT,
    async run(context) {
      const { call } = await context.administration()
      await call('DELETE', (await roleAt(call, context.args[0])).at)
      context.say(`deleted ${context.args[0]}`)
      return 0
    },
  },
  'role assign': assigning('gives a role to users, by id or e-mail', 'POST', 'given to'),
  'role unassign': assigning('takes a role from users, by id or e-mail', 'DELETE', 'taken from'),
  'role permissions': {
    says: 'lists what a role permits, after adding or removing what is named: read:orders@https://api.example/',
    args: ['role'],
    flags: { ...FLAGS, add: 'a permission@API to add', remove: 'a permission@API to remove' },
    async run(context) {
      const { args, flags } = context
      const { call } = await context.administration()
      const { at } = await roleAt(call, args[0])
      const change = (method: string, flag: unknown) =>
        flag === undefined
          ? undefined
          : call(method, `${at}/permissions`, { permissions: [readPermission(String(flag))] })
      await change('POST', flags.add)
      await change('DELETE', flags.remove)
      const permissions = await listed(call, `${at}/permissions`, 'permissions')
      showList(context, permissions, ['permission_name', 'resource_server_identifier', 'description'])
      return 0
    },
  },
}
