// What a tenant says on its pages in place of the catalogue's words, by prompt and language.
import type { Selectable } from 'kysely'
import type { CustomTextsTable } from './schema.ts'
import type { Scope } from './scope.ts'

/** By screen, then by key. */
export type Texts = { [screen: string]: { [key: string]: string } }
export type CustomTexts = Pick<Selectable<CustomTextsTable>, 'prompt' | 'language' | 'texts'>

export function createCustomTexts({ db, tenant: { tenant_id } }: Scope) {
  const all = () => db.selectFrom('custom_texts').where('tenant_id', '=', tenant_id)
  return {
    list: (): Promise<CustomTexts[]> => all().select(['prompt', 'language', 'texts']).execute(),
    /** Nothing: none of its own. */
    async find(prompt: string, language: string): Promise<Texts> {
      const row = await all()
        .select('texts')
        .where('prompt', '=', prompt)
        .where('language', '=', language)
        .executeTakeFirst()
      return row?.texts ?? {}
    },
    /** In place of all that were there. */
    async put(prompt: string, language: string, texts: Texts, now: Date): Promise<void> {
      if (Object.keys(texts).length === 0) {
        await db
          .deleteFrom('custom_texts')
          .where('tenant_id', '=', tenant_id)
          .where('prompt', '=', prompt)
          .where('language', '=', language)
          .execute()
        return
      }
      const written = { texts: JSON.stringify(texts), updated_at: now }
      await db
        .insertInto('custom_texts')
        .values({ ...written, tenant_id, prompt, language })
        .onConflict(conflict => conflict.columns(['tenant_id', 'prompt', 'language']).doUpdateSet(written))
        .execute()
    },
  }
}
