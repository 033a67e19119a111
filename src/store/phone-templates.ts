// What a tenant's messages to phones say, where it is not what Lintel says.
import type { Selectable } from 'kysely'
import { LintelError } from '../errors.ts'
import { newPhoneTemplateId } from '../ids.ts'
import { violatedUnique } from './database.ts'
import type { PhoneMessageType, PhoneTemplatesTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type PhoneTemplate = Omit<Selectable<PhoneTemplatesTable>, 'tenant_id'>
export type NewPhoneTemplate = Pick<PhoneTemplate, 'type' | 'disabled' | 'content'>

export function createPhoneTemplates({ db, tenant: { tenant_id } }: Scope) {
  const all = () => db.selectFrom('phone_templates').selectAll().where('tenant_id', '=', tenant_id)
  const shown = ({ tenant_id: _, ...row }: Selectable<PhoneTemplatesTable>): PhoneTemplate => row

  return {
    async list(): Promise<PhoneTemplate[]> {
      return (await all().orderBy('type').execute()).map(shown)
    },
    async find(id: string): Promise<PhoneTemplate | undefined> {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },
    /** As it will stay until the open transaction ends. */
    async findForUpdate(id: string): Promise<PhoneTemplate | undefined> {
      const row = await all().where('id', '=', id).forUpdate().executeTakeFirst()
      return row && shown(row)
    },
    async findByType(type: PhoneMessageType): Promise<PhoneTemplate | undefined> {
      const row = await all().where('type', '=', type).executeTakeFirst()
      return row && shown(row)
    },
    async create({ content, ...template }: NewPhoneTemplate, now: Date): Promise<PhoneTemplate> {
      try {
        const row = await db
          .insertInto('phone_templates')
          .values({
            ...template,
            tenant_id,
            id: newPhoneTemplateId(),
            content: JSON.stringify(content),
            created_at: now,
            updated_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        return shown(row)
      } catch (error) {
        if (!violatedUnique(error)) throw error
        throw new LintelError('phone_template_conflict', 'The tenant has a phone template of this type already.', {
          cause: error,
        })
      }
    },
    async update(
      id: string,
      { content, disabled }: Pick<PhoneTemplate, 'content' | 'disabled'>,
      now: Date,
    ): Promise<PhoneTemplate | undefined> {
      const row = await db
        .updateTable('phone_templates')
        .set({ content: JSON.stringify(content), disabled, updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('phone_templates')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
