// Moving in. A plan first, made by doing it all in a transaction that is rolled back; then, once it is agreed to, the same again for good.
import { existsSync, openAsBlob } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { DATABASE_CONNECTION } from '../first-start.ts'
import { type Keywords, readFolder, readJson } from '../moving/auth0-folder.ts'
import { type Person, readRealm } from '../moving/keycloak.ts'
import { type Moving, move, type Step, stepKey } from '../moving/move.ts'
import {
  type Context,
  confirm,
  findNamed,
  Misused,
  printable,
  Refused,
  seg,
  TENANT,
  type Verbs,
  type Working,
} from './verb.ts'

const NOT_APPLIED = 3
const POLL_MS = 300

const FLAGS = {
  ...TENANT,
  yes: '=applies the plan without asking',
  'leave-out': '=goes on without what Lintel refuses',
  json: '=the plan as JSON',
} as const

const MARKS = { create: '+', update: '~', unchanged: '=', unsupported: '!' } as const

function showPlan({ say, flags }: Context, steps: readonly Step[], notes: readonly string[]): void {
  if (flags.json === true) return
  for (const { action, type, name, changes, reason, left_out = [] } of steps) {
    if (action === 'unchanged' && left_out.length === 0) continue
    const what = changes ? ` (${changes.join(', ')})` : ''
    say(printable(`${MARKS[action]} ${action} ${type} ${name}${what}${reason ? `: ${reason}` : ''}`))
    for (const { option, because } of left_out) say(printable(`    leaves out ${option}: ${because}`))
  }
  for (const note of notes) say(printable(`! ${note}`))
  const count = (action: Step['action']) => steps.filter(step => step.action === action).length
  say(
    `${count('create')} to create, ${count('update')} to update, ${count('unchanged')} unchanged, ${count('unsupported')} unsupported`,
  )
}

type Plan = { moving: Moving; notes: readonly string[]; more?: () => Promise<void> }

/** @returns the exit code */
async function carryOut(context: Context, { moving, notes, more }: Plan): Promise<number> {
  const { flags, io } = context
  const { api, commit, rollback } = await context.transaction()
  const onStep = (type: string, name: string) => context.progress(`${type} ${name}`)
  const steps = await move(api, { ...moving, onStep })
  await rollback()
  context.progress('')
  showPlan(context, steps, notes)
  const end = (code: number, applied: boolean) => {
    if (flags.json === true) context.say(JSON.stringify({ applied, steps, notes }, null, 2))
    return code
  }

  const todo = steps.filter(({ action }) => action === 'create' || action === 'update')
  if (todo.length === 0 && !more) return end(0, true)
  const refused = steps.some(({ left_out = [] }) => left_out.length > 0)
  if (refused && flags['leave-out'] !== true) {
    context.complain(
      'Nothing was applied: Lintel refuses a part of it. To go on without what is left out, say --leave-out.',
    )
    return end(flags.yes === true ? 1 : NOT_APPLIED, false)
  }
  if (flags.yes !== true) {
    if (io.stdin.isTTY !== true || flags.json === true) {
      context.complain('Nothing was applied. To apply this plan, say --yes.')
      return end(NOT_APPLIED, false)
    }
    if (!(await confirm(context, 'Apply this plan?'))) return end(NOT_APPLIED, false)
  }
  const skip = new Set(steps.filter(({ action }) => action === 'unchanged' || action === 'unsupported').map(stepKey))
  const done = await move(api, { ...moving, skip, onStep })
  const agreed = new Map(steps.map(step => [stepKey(step), step]))
  const other = done.find(step => {
    const planned = agreed.get(stepKey(step))
    const more_left_out = (step.left_out?.length ?? 0) > (planned?.left_out?.length ?? 0)
    return more_left_out || (step.action === 'unsupported' && planned?.action !== 'unsupported')
  })
  if (other) {
    await rollback()
    throw new Refused(
      `Nothing was applied: the tenant has changed since the plan (${other.type} ${other.name}). Plan again.`,
    )
  }
  await commit()
  await more?.()
  context.progress('')
  if (flags.json !== true) context.say('Applied.')
  return end(0, true)
}

/** Lintel's own configuration: no folder that somebody else wrote may ask for it. */
const OWN_VARIABLES = /^(LINTEL_|DATABASE_URL$|PG)/

function readKeywords({ flags, io }: Context): Keywords {
  const said = flags.config === undefined ? {} : (readJson(String(flags.config)) as { [name: string]: unknown })
  const env = flags.env === true ? Object.entries(io.env).filter(([name]) => !OWN_VARIABLES.test(name)) : []
  return { ...((said.AUTH0_KEYWORD_REPLACE_MAPPINGS ?? {}) as Keywords), ...Object.fromEntries(env) }
}

/** Sends a file of users to the import, and waits until it is done. @returns how many failed */
async function importUsers(context: Context, working: Working, users: Blob, upsert: boolean, connection: string) {
  const { id } = await findNamed(working.call, '/connections', 'connections', 'id', connection)
  const form = new FormData()
  form.set('connection_id', String(id))
  form.set('upsert', String(upsert))
  form.set('send_completion_email', 'false')
  form.set('users', users, 'users.json')
  const begun = await working.upload('/jobs/users-imports', form)
  if (begun.status >= 400) throw new Refused(begun.body?.message ?? `The import answered ${begun.status}.`)
  let job = begun.body
  while (job.status === 'pending' || job.status === 'processing') {
    await setTimeout(POLL_MS)
    job = await working.call('GET', `/jobs/${seg(job.id)}`)
    context.progress(`users: ${job.percentage_done ?? 0} %`)
  }
  context.progress('')
  const { inserted = 0, updated = 0, failed = 0 } = job.summary ?? {}
  if (context.flags.json !== true) context.say(`users: ${inserted} inserted, ${updated} updated, ${failed} failed`)
  if (failed > 0)
    for (const { user, errors } of (await working.call('GET', `/jobs/${seg(job.id)}/errors`)) ?? [])
      for (const { message } of errors)
        context.complain(printable(`${user?.email ?? user?.user_id ?? 'a user'}: ${message}`))
  if (job.status === 'failed') throw new Refused(job.status_details ?? 'The import failed.')
  return { job, failed: Number(failed) }
}

/** Who is there already keeps her account as it is. */
async function divide(context: Context, people: readonly Person[]): Promise<{ strangers: Person[]; known: number }> {
  const { api } = await context.transaction()
  const strangers: Person[] = []
  for (const [i, person] of people.entries()) {
    if (i % 100 === 0) context.progress(`users: ${i} of ${people.length} looked for`)
    const { status } = await api('GET', `/users/${seg(person.user_id)}?fields=user_id`)
    if (status === 404) strangers.push(person)
  }
  return { strangers, known: people.length - strangers.length }
}

async function bringIn(context: Context, people: readonly Person[], connection: string): Promise<void> {
  const working = await context.working()
  const users = new Blob([JSON.stringify(people.map(({ user }) => user))])
  await importUsers(context, working, users, false, connection)
  const members = new Map<string, string[]>()
  for (const { user_id, roles } of people)
    for (const role of roles) members.set(role, [...(members.get(role) ?? []), user_id])
  for (const [role, user_ids] of members) {
    const { id } = await findNamed(working.call, '/roles', 'roles', 'id', role)
    context.progress(`members of ${role}`)
    // Whom the import refused is not there, and is not found here either.
    for (const user_id of user_ids) await working.api('POST', `/users/${seg(user_id)}/roles`, { roles: [id] })
  }
}

export const importVerbs: Verbs = {
  'import auth0': {
    says: 'makes the tenant what a folder of Auth0’s deployment tool describes (directory or tenant.yaml): a plan first',
    args: ['folder'],
    flags: {
      ...FLAGS,
      config: 'a JSON file whose AUTH0_KEYWORD_REPLACE_MAPPINGS say what ##NAME## and @@NAME@@ stand for',
      env: '=environment variables say it too',
    },
    run: context =>
      carryOut(context, {
        moving: { assets: readFolder(String(context.args[0]), readKeywords(context)) },
        notes: [],
      }),
  },
  'import keycloak': {
    says: 'takes in the clients, roles, groups and users of a realm that Keycloak exported: a plan first',
    args: ['realm.json'],
    flags: { ...FLAGS, connection: `the database connection for the users (default: ${DATABASE_CONNECTION})` },
    async run(context) {
      const connection = String(context.flags.connection ?? DATABASE_CONNECTION)
      const { assets, notes, people } = readRealm(readJson(String(context.args[0])), connection)
      const { strangers, known } = await divide(context, people)
      const there = known === 0 ? [] : [`${known} users are there already, and stay as they are`]
      if (strangers.length === 0) return carryOut(context, { moving: { assets }, notes: [...there, ...notes] })
      return carryOut(context, {
        moving: { assets },
        notes: [`${strangers.length} users are imported into ${connection}`, ...there, ...notes],
        more: () => bringIn(context, strangers, connection),
      })
    },
  },
  'import users': {
    says: 'imports users from a JSON file of Auth0’s form, hashes and all, and waits until it is done',
    args: ['file'],
    flags: {
      ...TENANT,
      connection: `the database connection (default: ${DATABASE_CONNECTION})`,
      upsert: '=users that are there already are overwritten',
      json: '=the finished job as JSON',
    },
    async run(context) {
      const { args, flags } = context
      const file = String(args[0])
      if (!existsSync(file)) throw new Misused(`There is no file ${file}.`)
      const users = await openAsBlob(file)
      const connection = String(flags.connection ?? DATABASE_CONNECTION)
      const { job, failed } = await importUsers(
        context,
        await context.working(),
        users,
        flags.upsert === true,
        connection,
      )
      if (flags.json === true) context.say(JSON.stringify(job, null, 2))
      return failed > 0 ? 1 : 0
    },
  },
}
