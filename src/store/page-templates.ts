// A tenant's own markup in Liquid: the frame of its pages, and what stands within a screen. Knows no Liquid; http/templates.ts does.
import type { Selectable } from 'kysely'
import type { PageTemplatesTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type PageTemplate = Pick<Selectable<PageTemplatesTable>, 'name' | 'body'>

/** The frame of every page. Others are called `prompt/screen/place`. */
export const UNIVERSAL_LOGIN = 'universal-login'

export function createPageTemplates({ db, tenant: { tenant_id } }: Scope) {
  const all = () => db.selectFrom('page_templates').where('tenant_id', '=', tenant_id)
  const removing = () => db.deleteFrom('page_templates').where('tenant_id', '=', tenant_id)
  // Names hold nothing that `like` reads as anything else.
  const within = (prompt: string) => `${prompt}/%`

  return {
    list: (): Promise<PageTemplate[]> => all().select(['name', 'body']).execute(),
    listWithin: (prompt: string): Promise<PageTemplate[]> =>
      all().select(['name', 'body']).where('name', 'like', within(prompt)).orderBy('name').execute(),
    async find(name: string): Promise<string | undefined> {
      return (await all().select('body').where('name', '=', name).executeTakeFirst())?.body
    },
    /** Whether there was none before. */
    async put(name: string, body: string, now: Date): Promise<boolean> {
      const before = await all().select('name').where('name', '=', name).forUpdate().executeTakeFirst()
      const written = { body, updated_at: now }
      await db
        .insertInto('page_templates')
        .values({ ...written, tenant_id, name })
        .onConflict(conflict => conflict.columns(['tenant_id', 'name']).doUpdateSet(written))
        .execute()
      return before === undefined
    },
    async remove(name: string): Promise<boolean> {
      const { numDeletedRows } = await removing().where('name', '=', name).executeTakeFirst()
      return numDeletedRows > 0n
    },
    async removeWithin(prompt: string): Promise<number> {
      const { numDeletedRows } = await removing().where('name', 'like', within(prompt)).executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}
