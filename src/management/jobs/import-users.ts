// The work of an import: one chunk of its entries after the other, each in a transaction with the progress it makes, so that whoever takes over from
// a process that died goes on where the last transaction ended: no user twice, none left out. A slice of time later it queues up again.
import { newIdentityUserId } from '../../ids.ts'
import type { Connection } from '../../store/connections.ts'
import { violatedUnique } from '../../store/database.ts'
import type { Job } from '../../store/jobs.ts'
import type { JobSummary } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { folded } from '../../store/user-accounts.ts'
import type { Chunk, ImportError, ImportedPatch, ImportedUser, Namesake } from '../../store/user-imports.ts'
import { type EntryError, type ReadUser, readEntry, shownEntry } from './imported-user.ts'

export const USERS_IMPORT = 'users_import'

export type ImportParameters = { upsert: boolean; total: number; begun_at?: string }

const SLICE_MS = 5_000
/** How often a chunk is begun anew because somebody took a name at the same moment. */
const RACES = 5

/** @param now a clock */
export async function importUsers(
  store: TenantStore,
  { job_id }: { job_id: string },
  { last }: { last: boolean },
  now: () => Date,
): Promise<void> {
  const until = now().getTime() + SLICE_MS
  try {
    for (;;) if (!(await unlessRaced(() => importChunk(store, job_id, until, now())))) return
  } catch (error) {
    if (last) await fail(store, job_id, now())
    throw error
  }
}

async function unlessRaced<T>(work: () => Promise<T>): Promise<T> {
  for (let race = 1; ; race++) {
    try {
      return await work()
    } catch (error) {
      if (!violatedUnique(error) || race === RACES) throw error
    }
  }
}

/** Answers whether the caller goes on. */
const importChunk = (store: TenantStore, job_id: string, until: number, now: Date): Promise<boolean> =>
  store.transaction(async tx => {
    const job = await tx.jobs.findForUpdate(job_id)
    if (!job || (job.status !== 'pending' && job.status !== 'processing')) return false
    const connection = job.connection_id === null ? undefined : await tx.connections.find(job.connection_id)
    const chunk = await tx.user_imports.firstChunk(job_id)
    if (!chunk || !connection) {
      await complete(tx, job, now)
      return false
    }
    const { upsert } = job.parameters as ImportParameters
    const sorted = await sort(tx, connection, chunk, upsert, now)
    if (sorted.inserted.length > 0)
      await tx.user_imports.insert(connection, sorted.inserted, job.summary?.inserted ?? 0, now)
    if (sorted.updated.length > 0) await tx.user_imports.update(connection.id, sorted.updated, now)
    if (sorted.errors.length > 0) await tx.user_imports.addErrors(job_id, sorted.errors)
    await tx.user_imports.removeChunks(job_id, chunk.position)
    await tx.jobs.update(job_id, progress(job, sorted, now), now)
    if (now.getTime() < until) return true
    await tx.enqueue(USERS_IMPORT, { job_id })
    return false
  })

type Sorted = { inserted: ImportedUser[]; updated: ImportedPatch[]; errors: ImportError[] }

const NOTHING: JobSummary = { failed: 0, updated: 0, inserted: 0, total: 0 }

function progress(job: Job, { inserted, updated, errors }: Sorted, now: Date) {
  const before = job.summary ?? NOTHING
  const { total, begun_at = now.toISOString(), ...asked } = job.parameters as ImportParameters
  const summary = {
    failed: before.failed + errors.length,
    updated: before.updated + updated.length,
    inserted: before.inserted + inserted.length,
    total: before.total + inserted.length + updated.length + errors.length,
  }
  const seconds = (now.getTime() - new Date(begun_at).getTime()) / 1000
  return {
    status: 'processing' as const,
    parameters: { ...asked, total, begun_at },
    summary,
    percentage_done: Math.floor((100 * summary.total) / total),
    time_left_seconds: Math.ceil((seconds / summary.total) * (total - summary.total)),
  }
}

async function complete(tx: TenantStore, { id, summary }: Job, now: Date): Promise<void> {
  await tx.jobs.update(
    id,
    { status: 'completed', percentage_done: 100, time_left_seconds: 0, summary: summary ?? NOTHING },
    now,
  )
}

/** Given up after every attempt: what was written stays, what was not is named by no error, and the job says so. */
const fail = (store: TenantStore, job_id: string, now: Date): Promise<void> =>
  store.transaction(async tx => {
    const job = await tx.jobs.findForUpdate(job_id)
    if (!job || job.status === 'completed') return
    await tx.user_imports.removeChunks(job_id, undefined)
    await tx.jobs.update(
      job_id,
      { status: 'failed', status_details: 'Internal error: not every entry was imported.', time_left_seconds: 0 },
      now,
    )
    const connection_id = job.connection_id ?? undefined
    // Auth0: `fui` a failed import of users.
    await tx.logs.write({ type: 'fui', description: 'Failed users import', connection_id, details: { job_id } }, now)
  })

const error = (code: string, message: string, path: string): EntryError => ({ code, message, path })

/** What becomes of each entry. The names of the whole chunk are looked up at once. */
async function sort(
  tx: TenantStore,
  connection: Connection,
  { position, entries }: Chunk,
  upsert: boolean,
  now: Date,
): Promise<Sorted> {
  const sorted: Sorted = { inserted: [], updated: [], errors: [] }
  const namesOf = (entry: unknown, name: string): string[] => {
    const value = (entry as { [name: string]: unknown } | null)?.[name]
    return typeof value === 'string' && value.isWellFormed() && !value.includes('\0') ? [value] : []
  }
  const all = (name: string) => entries.flatMap(entry => namesOf(entry, name))
  // Also those of entries that fail: what is kept of one goes when the person does.
  const namesakes = namesakesBy(
    connection.id,
    await tx.user_imports.findNamesakes(connection, {
      user_ids: all('user_id'),
      emails: all('email').map(folded),
      usernames: all('username').map(folded),
      phone_numbers: all('phone_number'),
    }),
  )
  const seen = new Set<string>()
  for (const [index, entry] of entries.entries()) {
    const read = readEntry(entry, connection)
    const there = namesakes({
      user_id: namesOf(entry, 'user_id')[0],
      email: namesOf(entry, 'email').map(folded)[0],
      username: namesOf(entry, 'username').map(folded)[0],
      phone_number: namesOf(entry, 'phone_number')[0],
    })
    const errors = read.errors ?? refusals(read.user, there, seen, upsert)
    if (errors.length > 0 || !read.user) {
      const { user_id } = there.by_email ?? there.by_id ?? there.by_username ?? there.by_phone_number ?? {}
      sorted.errors.push({ position: position + index, user_id, error: { user: shownEntry(entry), errors } })
    } else if (there.by_email) sorted.updated.push(patchOf(read.user, there.by_email))
    else {
      const { replaces_password: _, identity_user_id = newIdentityUserId(now), ...user } = read.user
      sorted.inserted.push({ ...user, identity_user_id })
    }
  }
  return sorted
}

type There = { [By in 'by_id' | 'by_email' | 'by_username' | 'by_phone_number']: Namesake | undefined }
type Named = { [Name in 'user_id' | 'email' | 'username' | 'phone_number']: string | undefined }

/** An id is the strategy's, the other names are the connection's. */
function namesakesBy(connection_id: string, found: readonly Namesake[]): (named: Named) => There {
  const here = found.filter(namesake => namesake.connection_id === connection_id)
  const by = (name: 'identity_user_id' | 'email' | 'username' | 'phone_number') => {
    const among = name === 'identity_user_id' ? found : here
    const map = new Map(among.map(namesake => [namesake[name], namesake]))
    return (value: string | undefined) => (value === undefined ? undefined : map.get(value))
  }
  const [id, email, username, phone_number] = [by('identity_user_id'), by('email'), by('username'), by('phone_number')]
  return named => ({
    by_id: id(named.user_id),
    by_email: email(named.email),
    by_username: username(named.username),
    by_phone_number: phone_number(named.phone_number),
  })
}

/** Why an entry that is well formed cannot be written; what it is called is remembered. */
function refusals(user: ReadUser, there: There, seen: Set<string>, upsert: boolean): EntryError[] {
  const names = [
    `email ${folded(user.email)}`,
    ...(user.identity_user_id === undefined ? [] : [`id ${user.identity_user_id}`]),
    ...(user.username ? [`username ${folded(user.username)}`] : []),
    ...(user.phone_number ? [`phone ${user.phone_number}`] : []),
  ]
  if (names.some(name => seen.has(name))) return [error('DUPLICATED_USER', 'Another entry has this name', 'email')]
  for (const name of names) seen.add(name)
  const { by_email, by_id, by_username, by_phone_number } = there
  if (by_email && !upsert) return [error('CONFLICT_EMAIL', 'A user with the same email exists', 'email')]
  // Auth0: who is updated is found by her address alone; then the other names must be hers, or nobody's.
  const others = (namesake: Namesake | undefined) => namesake && namesake.user_id !== by_email?.user_id
  const conflicts = [
    ...(others(by_id) || (by_email && user.identity_user_id !== undefined && !by_id)
      ? [error('CONFLICT', 'A user with the same user_id, or this email under another one, exists', 'user_id')]
      : []),
    ...(others(by_username) ? [error('CONFLICT_USERNAME', 'A user with the same username exists', 'username')] : []),
    ...(others(by_phone_number) ? [error('CONFLICT', 'A user with the same phone_number exists', 'phone_number')] : []),
  ]
  if (conflicts.length > 0 || !by_email) return conflicts
  // The profile is the primary identity's; this address belongs to one that was linked.
  return by_email.is_primary ? [] : [error('CONFLICT_EMAIL', 'The email is that of a linked identity', 'email')]
}

/** Auth0: what an import changes of a user who is there. */
const UPSERTED = [
  'email_verified',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'picture',
  'user_metadata',
  'app_metadata',
] as const

const patchOf = (user: ReadUser, { user_id, identity_user_id }: Namesake): ImportedPatch => ({
  ...Object.fromEntries(UPSERTED.filter(name => user[name] !== undefined).map(name => [name, user[name]])),
  user_id,
  identity_user_id,
  password_hash: user.replaces_password ? user.password_hash : undefined,
})
