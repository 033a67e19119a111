// Tickets: one-time URLs. Stored as a hash only; bound to an account, a purpose and the address they were issued for.
import type { Selectable } from 'kysely'
import { newBearerValue } from '../ids.ts'
import { hashBearer } from './hash.ts'
import type { TicketPurpose, TicketsTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type Ticket = Omit<Selectable<TicketsTable>, 'tenant_id' | 'ticket_hash'>
export type NewTicket = Pick<
  Ticket,
  'purpose' | 'user_id' | 'connection_id' | 'identity_user_id' | 'email' | 'options' | 'expires_at'
> & { client_id?: string | null; result_url?: string | null }

export function createTickets({ db, tenant: { tenant_id } }: Scope) {
  const shown = ({ tenant_id: _, ticket_hash: __, ...row }: Selectable<TicketsTable>): Ticket => row

  return {
    /** The raw ticket: it is in nobody's hands but the caller's. */
    async create(ticket: NewTicket, now: Date): Promise<string> {
      const raw = newBearerValue()
      await db
        .insertInto('tickets')
        .values({
          ...ticket,
          client_id: ticket.client_id ?? null,
          result_url: ticket.result_url ?? null,
          options: JSON.stringify(ticket.options),
          consumed_at: null,
          tenant_id,
          ticket_hash: hashBearer(raw),
          created_at: now,
        })
        .execute()
      return raw
    },
    /** Spends nothing. `state` says what `consume` would find. */
    async find(
      raw: string,
      purpose: TicketPurpose,
      now: Date,
    ): Promise<(Ticket & { state: 'live' | 'used' | 'expired' }) | undefined> {
      const row = await db
        .selectFrom('tickets')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('ticket_hash', '=', hashBearer(raw))
        .where('purpose', '=', purpose)
        .executeTakeFirst()
      if (!row) return undefined
      const state = row.consumed_at ? 'used' : row.expires_at <= now ? 'expired' : 'live'
      return { ...shown(row), state }
    },
    /** Spends the ticket, if it is open: one statement, one winner. */
    async consume(raw: string, purpose: TicketPurpose, now: Date): Promise<Ticket | undefined> {
      const row = await db
        .updateTable('tickets')
        .set({ consumed_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('ticket_hash', '=', hashBearer(raw))
        .where('purpose', '=', purpose)
        .where('consumed_at', 'is', null)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    /** Spends every open ticket of this purpose for this identity: a link that was asked for twice must not outlive the first use. */
    async consumeAll(
      { purpose, connection_id, identity_user_id }: Pick<Ticket, 'purpose' | 'connection_id' | 'identity_user_id'>,
      now: Date,
    ): Promise<void> {
      await db
        .updateTable('tickets')
        .set({ consumed_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', '=', connection_id)
        .where('identity_user_id', '=', identity_user_id)
        .where('purpose', '=', purpose)
        .where('consumed_at', 'is', null)
        .execute()
    },
  }
}
