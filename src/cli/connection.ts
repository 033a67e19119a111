import {
  type Call,
  findNamed,
  JSON_FLAG,
  listed,
  mergedWith,
  readAssignments,
  seg,
  showJson,
  showList,
  TENANT,
  type Verbs,
} from './verb.ts'

const FLAGS = { ...TENANT, ...JSON_FLAG }

const connectionAt = async (call: Call, name: string | undefined) => {
  const { id } = await findNamed(call, '/connections', 'connections', 'id', String(name))
  return `/connections/${seg(id)}`
}

export const connectionVerbs: Verbs = {
  'connection list': {
    says: 'lists the connections',
    flags: FLAGS,
    async run(context) {
      const { call } = await context.administration()
      showList(context, await listed(call, '/connections', 'connections'), ['id', 'name', 'strategy'])
      return 0
    },
  },
  'connection create': {
    says: 'makes a connection and prints it; further options as name=value, such as options.disable_signup=true',
    args: ['[name=value…]'],
    flags: { ...FLAGS, name: '!its name', strategy: 'its kind (default: auth0, a database)' },
    async run(context) {
      const { args, flags } = context
      const { call } = await context.administration()
      const more = args.length > 0 ? readAssignments(args) : {}
      showJson(
        context,
        await call('POST', '/connections', { name: flags.name, strategy: flags.strategy ?? 'auth0', ...more }),
      )
      return 0
    },
  },
  'connection show': {
    says: 'shows a connection',
    args: ['name or id'],
    flags: FLAGS,
    async run(context) {
      const { call } = await context.administration()
      showJson(context, await call('GET', await connectionAt(call, context.args[0])))
      return 0
    },
  },
  'connection update': {
    says: 'changes a connection: options.disable_signup=true',
    args: ['name or id', 'name=value…'],
    flags: FLAGS,
    async run(context) {
      const [name, ...assignments] = context.args
      const { call } = await context.administration()
      const at = await connectionAt(call, name)
      const patch = readAssignments(assignments)
      showJson(context, await call('PATCH', at, mergedWith(await call('GET', at), patch)))
      return 0
    },
  },
  'connection delete': {
    says: 'deletes a connection and the users who have no other',
    args: ['name or id'],
    flags: TENANT,
    async run(context) {
      const { call } = await context.administration()
      await call('DELETE', await connectionAt(call, context.args[0]))
      context.say(`deleted ${context.args[0]}`)
      return 0
    },
  },
}
