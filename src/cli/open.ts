// What a command opens when it needs it, and closes when it ends.
import type { Config } from '../config.ts'
import { layFoundations } from '../local.ts'
import { type OpenStore, openStore } from '../store/open.ts'
import { createSeal, type Seal } from '../store/seal.ts'
import type { TenantStore } from '../store/store.ts'
import { DEFAULT_TENANT } from '../store/tenants.ts'
import { databaseOf, openTransaction, openWorking } from './api.ts'
import { type Context, type Flags, type Io, Refused, type Transaction } from './verb.ts'

export const openCommandStore = (config: Config, database_url: string, seal: Seal): Promise<OpenStore> =>
  openStore({
    database: databaseOf({ config, database_url }),
    issuer: config.issuer,
    seal,
    enqueue: async () => {
      throw new Error('a command queues no jobs')
    },
    remember: false,
    onError: () => {},
  })

export type Opened = { context: Context; close(code: number): Promise<void> }

/** @returns the context, and what ends it: with 0 what the verb did stands */
export function openContext(io: Io, config: Config, flags: Flags, args: string[]): Opened {
  const closing: (() => Promise<void>)[] = []
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined
    return () => {
      made ??= make()
      return made
    }
  }
  const foundations = once(async () => {
    const laid = await layFoundations(config, () => {})
    closing.unshift(() => laid.release())
    return laid
  })
  const seal = once(async () => createSeal((await foundations()).encryption_keys))
  const store = once(async () => {
    const opened = await openCommandStore(config, (await foundations()).database_url, await seal())
    closing.unshift(() => opened.close())
    return opened
  })
  const tenant = once(async (): Promise<TenantStore> => {
    const id = String(flags.tenant ?? DEFAULT_TENANT)
    const found = await (await store()).tenants.find(id)
    if (!found) throw new Refused(`There is no tenant ${id}.`)
    return (await store()).forTenant(found)
  })
  const ground = async () => ({ config, ...(await foundations()) })
  let toCommit: Transaction | undefined
  const transaction = once(async () => {
    const opened = await openTransaction(await ground(), (await tenant()).tenant)
    closing.unshift(() => opened.close())
    return opened
  })
  let inProgress = false
  const progress = (line: string) => {
    if (io.stderr.isTTY !== true || (line === '' && !inProgress)) return
    io.stderr.write(`\r\u001b[2K${line}`)
    inProgress = line !== ''
  }

  return {
    context: {
      io,
      config,
      args,
      flags,
      now: new Date(),
      say: line => {
        progress('')
        io.stdout.write(`${line}\n`)
      },
      complain: line => {
        progress('')
        io.stderr.write(`${line}\n`)
      },
      progress,
      seal,
      store,
      tenant,
      transaction,
      async administration() {
        toCommit = await transaction()
        return toCommit
      },
      working: once(async () => {
        const opened = await openWorking(await ground(), (await tenant()).tenant)
        closing.unshift(() => opened.close())
        return opened
      }),
    },
    async close(code) {
      try {
        if (code === 0) await toCommit?.commit()
      } finally {
        for (const close of closing) await close()
      }
    },
  }
}
