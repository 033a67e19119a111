// Auth0's categories of log events, which a stream may be filtered by. What none of them names is `other`.

const TYPES = {
  'auth.login.fail': ['f', 'fc', 'fco', 'fcoa', 'fens', 'fp', 'fu'],
  'auth.login.notification': ['w'],
  'auth.login.success': ['s', 'scoa', 'sens'],
  'auth.logout.fail': ['flo', 'oidc_backchannel_logout_failed'],
  'auth.logout.success': ['slo', 'oidc_backchannel_logout_succeeded'],
  'auth.signup.fail': ['fs'],
  'auth.signup.success': ['ss'],
  'auth.silent_auth.fail': ['fsa'],
  'auth.silent_auth.success': ['ssa'],
  'auth.token_exchange.fail': [
    'ciba_exchange_failed',
    'failed_on_behalf_of_token_exchange',
    'feacft',
    'feccft',
    'fecte',
    'fede',
    'feoobft',
    'feotpft',
    'fepft',
    'fepotpft',
    'fercft',
    'ferrt',
    'fertft',
  ],
  'auth.token_exchange.success': [
    'ciba_exchange_succeeded',
    'seacft',
    'seccft',
    'secte',
    'sede',
    'seoobft',
    'seotpft',
    'sepft',
    'sercft',
    'sertft',
    'success_on_behalf_of_token_exchange',
  ],
  'management.fail': ['fapi'],
  'management.success': ['mgmt_api_read', 'sapi'],
  'scim.event': ['fscim', 'sscim'],
  'system.notification': [
    'api_limit',
    'coff',
    'con',
    'depnote',
    'fcpro',
    'fui',
    'limit_delegation',
    'limit_mu',
    'limit_wc',
    'log_stream_suspended',
  ],
  'user.fail': ['fce', 'fcp', 'fcpn', 'fcpr', 'fcu', 'fd', 'fdeaz', 'fdecc', 'fdu', 'fn', 'fv', 'fvr'],
  'user.notification': [
    'cs',
    'gd_enrollment_complete',
    'gd_start_enroll',
    'gd_unenroll',
    'gd_update_device_account',
    'ublkdu',
  ],
  'user.success': ['sce', 'scp', 'scpn', 'scpr', 'scu', 'sdu', 'srrt', 'sui', 'sv', 'svr'],
  actions: ['actions_execution_failed'],
  other: [],
} as const

export type Category = keyof typeof TYPES
export const CATEGORIES = Object.keys(TYPES) as Category[]

const CATEGORY_OF = new Map<string, Category>(
  CATEGORIES.flatMap(category => TYPES[category].map((type): [string, Category] => [type, category])),
)

/** Of a log event, by its type. */
export const categoryOf = (type: string): Category => CATEGORY_OF.get(type) ?? 'other'
