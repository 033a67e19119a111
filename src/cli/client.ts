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

const clientAt = async (call: Call, name: string | undefined) => {
  const { client_id } = await findNamed(call, '/clients?is_global=false', 'clients', 'client_id', String(name))
  return `/clients/${seg(client_id)}`
}

export const clientVerbs: Verbs = {
  'client list': {
    says: 'lists the clients',
    flags: FLAGS,
    async run(context) {
      const { call } = await context.administration()
      const clients = await listed(call, '/clients?is_global=false', 'clients')
      for (const client of clients) delete client.client_secret
      showList(context, clients, ['client_id', 'name', 'app_type'])
      return 0
    },
  },
  'client create': {
    says: 'makes a client, for every connection, and prints its id and secret',
    flags: {
      ...FLAGS,
      name: '!its name',
      type: 'spa, native, regular_web (default) or non_interactive',
      callback: 'a callback URL',
      'logout-url': 'an allowed logout URL',
    },
    async run(context) {
      const { flags } = context
      const { call } = await context.administration()
      const urls = (flag: string) => (flags[flag] === undefined ? [] : [flags[flag]])
      const { client_id, client_secret, token_endpoint_auth_method } = await call('POST', '/clients', {
        name: flags.name,
        app_type: flags.type ?? 'regular_web',
        callbacks: urls('callback'),
        allowed_logout_urls: urls('logout-url'),
      })
      for (const { id } of await listed(call, '/connections', 'connections'))
        await call('PATCH', `/connections/${id}/clients`, [{ client_id, status: true }])
      showJson(context, { client_id, ...(token_endpoint_auth_method === 'none' ? {} : { client_secret }) })
      return 0
    },
  },
  'client show': {
    says: 'shows a client, without its secret',
    args: ['name or id'],
    flags: FLAGS,
    async run(context) {
      const { call } = await context.administration()
      const { client_secret: _, ...client } = await call('GET', await clientAt(call, context.args[0]))
      showJson(context, client)
      return 0
    },
  },
  'client update': {
    says: 'changes a client: callbacks=\'["https://app.example/callback"]\' refresh_token.leeway=10',
    args: ['name or id', 'name=value…'],
    flags: FLAGS,
    async run(context) {
      const { call } = await context.administration()
      const [name, ...assignments] = context.args
      const patch = readAssignments(assignments)
      const at = await clientAt(call, name)
      const { client_secret: _, ...client } = await call('PATCH', at, mergedWith(await call('GET', at), patch))
      showJson(context, client)
      return 0
    },
  },
  'client delete': {
    says: 'deletes a client and what it was granted',
    args: ['name or id'],
    flags: TENANT,
    async run(context) {
      const { call } = await context.administration()
      await call('DELETE', await clientAt(call, context.args[0]))
      context.say(`deleted ${context.args[0]}`)
      return 0
    },
  },
  'client rotate-secret': {
    says: 'gives a client a new secret and prints it; the old one is of no use from then on',
    args: ['name or id'],
    flags: FLAGS,
    async run(context) {
      const { call } = await context.administration()
      const at = await clientAt(call, context.args[0])
      const { client_id, client_secret } = await call('POST', `${at}/rotate-secret`)
      showJson(context, { client_id, client_secret })
      return 0
    },
  },
}
