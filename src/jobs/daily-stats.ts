// The tenant's days are counted while they pass, so that nobody who asks for them has to wait for it. The counting is the store's.
import type { Chore } from './outbox.ts'

export type Counting = {
  /** The tenants whose log has something that is not counted. */
  listUncounted(): Promise<string[]>
  /** Answers how many events were looked at: fewer than `limit`, and it is done. */
  rollUp(tenant_id: string, limit: number): Promise<number>
}

const BATCH = 5_000

export const dailyStats = ({ listUncounted, rollUp }: Counting): Chore => ({
  every_seconds: 60,
  async run() {
    for (const tenant_id of await listUncounted()) while ((await rollUp(tenant_id, BATCH)) === BATCH);
  },
})
