// Device authorization (RFC 8628): a device without a browser gets tokens while its user signs in elsewhere. oidc-provider keeps the codes,
// looks them up and runs the sign-in; the pages are ours, and what it would have shown is handed to them (activation.ts).
import type { KoaContextWithOIDC, Client as LibraryClient } from 'oidc-provider'
import type { TenantSettings } from '../store/settings.ts'
import type { AskedAuthentication } from './authentication-context.ts'
import { requestFacts } from './request-facts.ts'

/** Auth0's. */
export const DEVICE_CODE_SECONDS = 900

/** Who asks for a code, as far as can be told. */
export type AskingDevice = { ip?: string; user_agent?: string }

/** A CIBA request that a user comes to answer: no device asks, but a page of ours, by the same way to a sign-in (interaction.ts). */
export type AskedApproval = {
  id: string
  user_id: string
  /** what the client's request says of resource and authentication */
  resource?: string
  asked?: AskedAuthentication
}

/** What the running sign-in is for, if it is for that. Never what a client sent: `deviceInfo` is ours alone. */
export const askedApproval = ({ oidc: { entities } }: KoaContextWithOIDC): AskedApproval | undefined =>
  (entities.DeviceCode as { deviceInfo?: { approval?: AskedApproval } } | undefined)?.deviceInfo?.approval

/** The page of her account that somebody comes to see, by the same way. A path of ours. */
export const askedPath = ({ oidc: { entities } }: KoaContextWithOIDC): string | undefined =>
  (entities.DeviceCode as { deviceInfo?: { path?: string } } | undefined)?.deviceInfo?.path

/** What oidc-provider would show. */
type Shown =
  | { page: 'input'; error: Error | undefined }
  | { page: 'confirm'; client: LibraryClient; device: AskingDevice; user_code: string }
  | { page: 'success' }

export const shownBy = (ctx: KoaContextWithOIDC): Shown | undefined => ctx.state.device as Shown | undefined

function shows(ctx: KoaContextWithOIDC, page: Shown): void {
  ctx.state.device = page
  ctx.body = ''
}

export const deviceFlow = ({ charset, mask }: TenantSettings['device_flow']) => ({
  enabled: true as const,
  charset: charset === 'base20' ? ('base-20' as const) : ('digits' as const),
  mask,
  // oidc-provider would believe any X-Forwarded-For.
  deviceInfo(): AskingDevice {
    const { ip, user_agent } = requestFacts()
    return { ...(ip === undefined ? {} : { ip }), ...(user_agent === undefined ? {} : { user_agent }) }
  },
  async userCodeInputSource(ctx: KoaContextWithOIDC, _form: string, _out?: unknown, error?: unknown) {
    shows(ctx, { page: 'input', error: error as Error | undefined })
  },
  async userCodeConfirmSource(
    ctx: KoaContextWithOIDC,
    _form: string,
    client: LibraryClient,
    device: object,
    user_code: string,
  ) {
    shows(ctx, { page: 'confirm', client, device, user_code })
  },
  async successSource(ctx: KoaContextWithOIDC) {
    shows(ctx, { page: 'success' })
  },
})
