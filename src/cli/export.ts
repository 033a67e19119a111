import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { EMAIL_TEMPLATES } from '../http/email-templates.ts'
import { CATALOGUE, SCREENS_WITH_PARTIALS } from '../management/prompts/names.ts'
import { type Assets, type Format, type Json, writeFolder } from '../moving/auth0-folder.ts'
import { readTenant } from '../moving/read-tenant.ts'
import { RESOURCES } from '../moving/resources.ts'
import { type Call, Misused, seg, TENANT, type Verbs } from './verb.ts'

const NAMES = {
  prompts: Object.keys(CATALOGUE),
  prompts_with_partials: Object.keys(SCREENS_WITH_PARTIALS),
  email_templates: Object.keys(EMAIL_TEMPLATES),
}

/** What a thing's file is called: the same wherever the tenant answers. */
function fileNamer(assets: Assets): (type: string, thing: Json) => string {
  const apis = new Map(
    ((assets.resourceServers ?? []) as Json[]).map(({ identifier, name }) => [identifier, String(name)]),
  )
  const apiOf = (audience: unknown) =>
    apis.get(audience) ?? (String(audience).endsWith('/api/v2/') ? 'Lintel Management API' : String(audience))
  return (type, thing) => {
    if (type === 'resourceServers') return String(thing.name)
    if (type === 'clientGrants') {
      const users = thing.subject_type === 'user' ? ' for users' : ''
      return `${thing.client_id ?? thing.default_for}-${apiOf(thing.audience)}${users}`
    }
    return (
      RESOURCES.find(resource => resource.type === type)?.identity(thing) ??
      String(thing.name ?? thing.template ?? 'theme')
    )
  }
}

/** Every user in the order of the ids, as far as asked for; flat in memory. */
async function* everyUser(call: Call, progress: (line: string) => void): AsyncGenerator<string> {
  let count = 0
  for (let from: string | undefined; ; ) {
    const after = from === undefined ? '' : `&from=${seg(from)}`
    const { users, next } = await call('GET', `/users?take=100${after}`)
    for (const user of users) yield `${JSON.stringify(user)}\n`
    count += users.length
    progress(`users: ${count}`)
    if (next === undefined) return
    from = next
  }
}

export const exportVerbs: Verbs = {
  export: {
    says: 'writes the tenant as a folder that lintel import auth0 and Auth0’s deployment tool read; no secrets, no users',
    args: ['folder'],
    flags: { ...TENANT, format: 'directory (default) or yaml', json: '=the files as JSON' },
    async run(context) {
      const { args, flags, say, complain } = context
      const format = String(flags.format ?? 'directory')
      if (format !== 'directory' && format !== 'yaml') throw new Misused('--format is directory or yaml.')
      const { api } = await context.administration()
      const assets = await readTenant(api, NAMES)
      const { written, left } = writeFolder(String(args[0]), format as Format, assets, fileNamer(assets))
      if (flags.json === true) say(JSON.stringify({ written, left }, null, 2))
      else say(`${written.length} files written to ${args[0]}`)
      for (const file of left) complain(`not written now, but there: ${file}`)
      return 0
    },
  },
  'export users': {
    says: 'writes every user to a file, one JSON object a line; no password hashes',
    args: ['file'],
    flags: TENANT,
    async run(context) {
      const { call } = await context.administration()
      await pipeline(everyUser(call, context.progress), createWriteStream(String(context.args[0]), { mode: 0o600 }))
      context.progress('')
      return 0
    },
  },
}
