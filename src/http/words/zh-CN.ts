// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Chinese, Simplified. Addresses the person as «您», as banks and large services there do.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: '显示密码',
  hidePasswordText: '隐藏密码',
}

const passwordRules = {
  passwordSecurityText: '您的密码需要：',
  'password-policy-length-at-least': '至少 {count, plural, other {# 个字符}}',
  'password-policy-contains-at-least': '包含以下 ${total} 项中的至少 ${count} 项：',
  'password-policy-lower-case': '一个小写字母（a–z）',
  'password-policy-upper-case': '一个大写字母（A–Z）',
  'password-policy-numbers': '一个数字（0–9）',
  'password-policy-special-characters': '一个特殊字符（例如 !@#$%）',
  'password-policy-identical-chars': '连续相同的字符不超过 {count, plural, other {# 个}}',
}

const passwordErrors = {
  'password-too-weak': '此密码不符合下方的要求。',
  'password-too-common': '此密码在常用密码列表中。请选择一个更难猜到的密码。',
  'password-too-long': '此密码过长。请最多使用 {max, plural, other {# 个字符}}。',
  'password-contains-user-information': '此密码包含与您有关的信息。请选择一个不含此类信息的密码。',
  'password-breached': '此密码出现在从别处被盗的列表中，他人可能会尝试使用。请选择一个您没有在其他地方用过的密码。',
  'password-previously-used': '您以前用过此密码。请选择一个新密码。',
}

const formErrors = {
  alertListTitle: '请更正以下内容：',
  'form-expired': '此页面打开的时间过长。请再试一次。',
  'ip-blocked': '来自您所在网络的尝试过多。请等几分钟后再试。',
  'server-busy': '我们现在非常繁忙。请过几秒再试。',
  'upstream-unavailable': '我们现在无法确认您的身份。请过几分钟再试。',
}

const passkey = {}

const passkeyErrors = {}

const passkeyEnrollment = {}

const ticketErrors = {
  eventTitleExpired: '此链接已过期',
  eventTitleUsed: '此链接已被使用',
  eventTitleGeneric: '此链接无效',
}

const codeErrors = {}

const codeByEmail = {
  title: '请查收邮件',
  buttonText: '继续',
  placeholder: '代码',
  resendText: '没有收到？也请查看垃圾邮件文件夹。',
  ...formErrors,
  ...codeErrors,
}

const codeBySms = {
  buttonText: '继续',
  placeholder: '代码',
  ...formErrors,
  ...codeErrors,
}

const names = {
  emailPlaceholder: '电子邮箱地址',
  usernamePlaceholder: '电子邮箱地址或用户名',
  usernameOnlyPlaceholder: '用户名',
}

const noName = {
  'no-email': '请输入您的电子邮箱地址。',
  'no-username': '请输入您的电子邮箱地址或用户名。',
}

const signInErrors = {
  'wrong-credentials': '信息不匹配。请检查后重试。',
  'wrong-credentials-or-unverified': '信息不匹配，或者电子邮箱地址尚未确认。如果只差这一步，我们已重新向您发送链接。',
  'same-user-login': '对此账户的尝试过多。如果这是您的账户，请查找我们发送的可让您重新登录的邮件，或者设置新密码。',
  'password-breached': '您的密码出现在从别处被盗的列表中，因此在这里已不能用于登录。请通过“忘记密码？”设置新密码。',
  'no-password': '请输入您的密码。',
}

const signUpErrors = {
  'invalid-signup': '无法使用这些信息创建账户。如果您已有账户，请直接登录。',
  'no-email': '请输入您的电子邮箱地址。',
  'invalid-email-format': '请按 name@example.com 的格式输入电子邮箱地址。',
  'no-username': '请选择一个用户名。',
  'invalid-username': '用户名请使用 ${min} 至 ${max} 个字母、数字或 ${characters} 中的任意字符。',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: '错误：${pageTitle}',
      logoAltText: '${companyName}',
      languagePickerText: '语言',
    },
  },
  login: {
    login: {
      pageTitle: '登录 | ${clientName}',
      title: '登录',
      description: '继续前往 ${clientName}',
      buttonText: '继续',
      emailPlaceholder: '电子邮箱地址',
      usernamePlaceholder: '电子邮箱地址或用户名',
      passwordPlaceholder: '密码',
      forgotPasswordText: '忘记密码？',
      signupActionText: '第一次来？',
      signupActionLinkText: '创建账户',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeyErrors,
      'wrong-credentials': '信息不匹配。请检查后重试。',
      'wrong-credentials-or-unverified':
        '信息不匹配，或者电子邮箱地址尚未确认。如果只差这一步，我们已重新向您发送链接。',
      'same-user-login': '对此账户的尝试过多。如果这是您的账户，请查找我们发送的可让您重新登录的邮件，或者设置新密码。',
      'password-breached': '您的密码出现在从别处被盗的列表中，因此在这里已不能用于登录。请通过“忘记密码？”设置新密码。',
      'no-email': '请输入您的电子邮箱地址。',
      'no-username': '请输入您的电子邮箱地址或用户名。',
      'no-password': '请输入您的密码。',
    },
  },
  signup: {
    signup: {
      pageTitle: '创建账户 | ${clientName}',
      title: '创建您的账户',
      description: '继续前往 ${clientName}',
      buttonText: '继续',
      emailPlaceholder: '电子邮箱地址',
      usernamePlaceholder: '用户名',
      passwordPlaceholder: '密码',
      loginActionText: '已有账户？',
      loginActionLinkText: '登录',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'invalid-signup': '无法使用这些信息创建账户。如果您已有账户，请直接登录。',
      'no-email': '请输入您的电子邮箱地址。',
      'invalid-email-format': '请按 name@example.com 的格式输入电子邮箱地址。',
      'no-username': '请选择一个用户名。',
      'invalid-username': '用户名请使用 ${min} 至 ${max} 个字母、数字或 ${characters} 中的任意字符。',
      'no-password': '请设置一个密码。',
    },
  },
  passkeys: {
    'passkey-enrollment': {
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
    'passkey-enrollment-local': {
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      title: '登录',
      description: '继续前往 ${clientName}',
      buttonText: '继续',
      ...names,
      signupActionText: '第一次来？',
      signupActionLinkText: '创建账户',
      ...formErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      description: '继续前往 ${clientName}',
      buttonText: '继续',
      passwordPlaceholder: '密码',
      forgotPasswordText: '忘记密码？',
      ...password,
      ...formErrors,
      ...signInErrors,
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      title: '登录',
      buttonText: '继续',
      ...names,
      ...formErrors,
      'no-email': '请输入您的电子邮箱地址。',
      'invalid-email-format': '请按 name@example.com 的格式输入电子邮箱地址。',
    },
    'login-passwordless-email-code': {
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      ...codeByEmail,
    },
    'login-passwordless-sms-otp': {
      ...codeBySms,
    },
    'login-passwordless-link': {
      buttonText: '登录',
      ...formErrors,
    },
    'login-passwordless-other-device': {},
    'login-passwordless-link-error': {
      pageTitle: '链接问题 | ${companyName}',
      title: '此链接无效',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      title: '创建您的账户',
      description: '继续前往 ${clientName}',
      buttonText: '继续',
      emailPlaceholder: '电子邮箱地址',
      usernamePlaceholder: '用户名',
      loginActionText: '已有账户？',
      loginActionLinkText: '登录',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      description: '继续前往 ${clientName}',
      buttonText: '继续',
      passwordPlaceholder: '密码',
      loginActionText: '已有账户？',
      loginActionLinkText: '登录',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': '请设置一个密码。',
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: '重置密码 | ${companyName}',
      title: '忘记密码？',
      descriptionEmail: '请告诉我们您的电子邮箱地址，我们会向您发送设置新密码的链接。',
      descriptionUsername: '请告诉我们您的电子邮箱地址或用户名，我们会向您发送设置新密码的链接。',
      placeholderEmail: '电子邮箱地址',
      placeholderUsername: '电子邮箱地址或用户名',
      buttonText: '继续',
      backToLoginLinkText: '返回登录',
      ...formErrors,
      'no-email': '请输入您的电子邮箱地址。',
      'no-username': '请输入您的电子邮箱地址或用户名。',
      'too-many-email': '我们已经发送了几封邮件。请等几分钟后再试。',
    },
    'reset-password-email': {
      pageTitle: '请查收邮件 | ${companyName}',
      title: '请查收邮件',
      emailDescription: '如果 ${email} 有对应的账户，设置新密码的链接正在发送途中。',
      usernameDescription: '如果 ${email} 有对应的账户，设置新密码的链接正在发往其电子邮箱。',
      resendText: '没有收到？也请查看垃圾邮件文件夹。',
      resendLinkText: '重新发送',
      resentText: '已重新发送。',
      backToLoginLinkText: '返回登录',
    },
    'reset-password': {
      pageTitle: '设置新密码 | ${companyName}',
      title: '设置新密码',
      description: '更改后，请使用新密码登录。',
      descriptionEmail: '这将更改 ${email} 的密码。',
      buttonText: '继续',
      passwordPlaceholder: '新密码',
      reEnterPasswordPlaceholder: '再次输入新密码',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': '请设置一个新密码。',
      'no-re-enter-password': '请再次输入新密码。',
      'password-mismatch': '两次输入的密码不一致。',
    },
    'reset-password-success': {
      pageTitle: '密码已更改 | ${companyName}',
      eventTitle: '密码已更改',
      description: '您现在可以使用新密码登录。',
      buttonText: '继续前往 ${clientName}',
    },
    'reset-password-error': {
      pageTitle: '链接问题 | ${companyName}',
      ...ticketErrors,
      descriptionExpired: '重置密码的链接在有限时间内有效。请索取新的链接。',
      descriptionUsed: '重置密码的链接只能使用一次。如有需要，请索取新的链接。',
      descriptionGeneric: '链接可能在复制时被截断。请从邮件中重新打开，或索取新的链接。',
      requestLinkText: '索取新链接',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: '确认电子邮箱 | ${companyName}',
      title: '确认您的电子邮箱',
      description: '只差一步：请确认此地址属于您。',
      descriptionEmail: '只差一步：请确认 ${email} 属于您。',
      buttonText: '继续',
    },
    'email-verification-result': {
      pageTitle: '电子邮箱确认 | ${companyName}',
      verifiedTitle: '电子邮箱已确认',
      errorTitle: '电子邮箱未确认',
      verifiedDescription: '谢谢。您的电子邮箱地址已确认。',
      alreadyVerifiedDescription: '此电子邮箱地址此前已确认。无需再做任何操作。',
      invalidAccountOrCodeDescription: '此链接已过期、已被使用或不完整。请登录以获取新的链接。',
      unknownErrorDescription: '我们这边出了问题。请稍后重新打开链接。',
      buttonText: '继续前往 ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: '请查收邮件 | ${companyName}',
      title: '请查收邮件',
      description: '我们已向 ${email} 发送链接。请打开链接确认该地址属于您，然后返回此处。',
      resendText: '没有收到？也请查看垃圾邮件文件夹。',
      resendActionText: '重新发送',
      resentText: '已重新发送。',
      backToLoginLinkText: '返回登录',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: '重新登录 | ${companyName}',
      title: '恢复您的登录',
      description: '有人在您的账户上尝试了过多错误密码，因此从该处已无法登录此账户。',
      descriptionEmail: '有人在 ${email} 的账户上尝试了过多错误密码，因此从该处已无法登录此账户。',
      deviceText: '请仅在您自己的设备上继续：从此以后，无论他人如何尝试，该设备都可以登录。',
      buttonText: '继续',
    },
    'user-block-result': {
      pageTitle: '返回您的账户 | ${companyName}',
      liftedTitle: '您可以重新登录了',
      invalidTitle: '此链接无效',
      liftedDescription: '如果尝试的人不是您，您的密码并未被破解。如果他人可能知道您的密码，请设置新密码。',
      invalidDescription: '链接已过期、已被使用或不完整。您仍可设置新密码。',
      buttonText: '继续前往 ${clientName}',
    },
  },
  consent: {
    consent: {
      pageTitle: '允许访问 | ${clientName}',
      title: '允许访问吗？',
      messageSingleTenant: '${clientName} 请求访问您的 ${companyName} 账户。',
      pickerTitle: '已登录为 ${userName}',
      scopesTitle: '它将能够：',
      detailsTitle: '它请求的具体内容：',
      apisTitle: '它请求访问：',
      unverifiedTitle: '此应用未经验证',
      unverifiedText: '它以此名称自行注册。${companyName} 没有人核实过其背后是谁。',
      unverifiedHostText: '它在 ${host} 上介绍自己。',
      returnHostText: '如果您允许，将转到 ${host}。',
      returnDeviceText: '如果您允许，此设备上的一个应用将获得访问权限。请仅在您刚刚亲自启动它时继续。',
      acceptButtonText: '允许',
      declineButtonText: '拒绝',
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: '知道您是谁',
      profile: '查看您的姓名、头像和其他个人资料',
      email: '查看您的电子邮箱地址',
      address: '查看您的邮寄地址',
      phone: '查看您的电话号码',
      offline_access: '在您离开时保留此访问权限',
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: '连接设备 | ${companyName}',
      title: '连接设备',
      description: '请输入您的设备上显示的代码。',
      placeholder: '代码',
      buttonText: '继续',
      ...formErrors,
      'no-code': '请输入您的设备上显示的代码。',
      'invalid-code': '没有这个代码。请与您设备上的代码核对后重试。',
      'expired-code': '此代码已过期。请在您的设备上获取新代码。',
      'used-code': '此代码已被使用。请在您的设备上获取新代码。',
    },
    'device-code-confirmation': {
      pageTitle: '确认您的设备 | ${clientName}',
      title: '这是您的设备吗？',
      description: '有设备请求使用您的 ${companyName} 账户来使用 ${clientName}。',
      inputCodeText: '它显示此代码：',
      deviceTitle: '请求来自：',
      addressLabel: '网络地址',
      userAgentLabel: '它自称',
      warningText: '请仅在此设备就在您面前且由您本人发起时继续。如果有人将代码或链接发给您，那么对方想要进入您的账户。',
      confirmText: '是的，连接',
      cancelText: '不，这不是我的',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: '设备已连接 | ${clientName}',
      eventTitle: '您的设备已连接',
      description: '${clientName} 会在该设备上自动继续。您可以关闭此页面。',
    },
    'device-code-activation-denied': {
      pageTitle: '设备未连接 | ${companyName}',
      eventTitle: '设备未连接',
      description: '它无法访问您的账户。您可以关闭此页面。',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: '查看请求 | ${clientName}',
      title: '有请求需要您批准',
      description: '${clientName} 请您批准一项操作。请登录查看详情。',
      buttonText: '查看请求',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: '批准请求 | ${clientName}',
      title: '您批准吗？',
      description: '${clientName} 请求您的批准。',
      bindingMessageTitle: '请与您在那里听到或看到的内容核对：',
      scopesTitle: '它将能够：',
      detailsTitle: '它请求的具体内容：',
      warningText: '请仅批准您知道的请求。如果您没有预料到此请求，请拒绝。',
      acceptButtonText: '批准',
      declineButtonText: '拒绝',
      pickerTitle: '已登录为 ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: '请求已批准 | ${clientName}',
      eventTitle: '您已批准该请求',
      description: '${clientName} 会自动继续。您可以关闭此页面。',
    },
    'async-approval-denied': {
      pageTitle: '请求已拒绝 | ${clientName}',
      eventTitle: '您已拒绝该请求',
      description: '${clientName} 没有得到任何内容。您可以关闭此页面。',
    },
    'async-approval-error': {
      pageTitle: '请求问题 | ${companyName}',
      goneTitle: '此请求已不再等待',
      goneDescription: '它已过期或已有答复，或者链接不完整。',
      refusedTitle: '此请求无法批准',
      refusedDescription: '您的账户或该应用目前不能执行此操作。没有批准任何内容。',
    },
    'async-approval-wrong-user': {
      pageTitle: '其他账户 | ${companyName}',
      eventTitle: '此请求属于另一个账户',
      description: '请重新打开邮件中的链接，并使用收到该邮件的账户登录。',
    },
  },
  logout: {
    logout: {
      pageTitle: '退出登录 | ${clientName}',
      title: '要退出登录吗？',
      userSalute: '已登录为 ${userName}',
      description: '这将结束您在此浏览器中的 ${companyName} 会话。',
      acceptButtonText: '退出登录',
      declineButtonText: '保持登录',
    },
    'logout-complete': {
      pageTitle: '已退出登录 | ${companyName}',
      eventTitle: '您已退出登录',
      description: '您现在可以关闭此页面。',
      buttonText: '继续前往 ${clientName}',
    },
    'logout-continue': {
      pageTitle: '正在退出登录 | ${companyName}',
      title: '正在退出登录',
      description: '正在通知您的其他应用。稍后您将被带回。',
      buttonText: '继续',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: '此页面已过期',
      expiredDescription: '它打开的时间过长，或已被使用。请返回应用重新开始。',
      notFoundTitle: '这里什么都没有',
      notFoundDescription: '地址可能输入有误，或者页面已移动。',
      invalidTitle: '无法答复此请求',
      invalidDescription: '将您带到这里的应用请求了无效的内容。其开发者可在下方找到原因。',
      deniedTitle: '访问被拒绝',
      deniedDescription: '您无权从这里继续。如果您认为有误，请联系运营此服务的人员。',
      tooManyTitle: '请求过多',
      tooManyDescription: '请等几分钟后再试。',
      unavailableTitle: '我们暂时无法提供服务',
      unavailableDescription: '这应该很快就会恢复。请稍后重试。',
      unknownTitle: '出了点问题',
      unknownDescription: '这是我们的问题，与您无关，并且已被记录。请稍后重试。',
      detailsTitle: '面向开发者的详情',
      errorLabel: '错误',
      descriptionLabel: '说明',
      requestLabel: '请求',
      backLinkText: '返回',
      unverifiedDescription: '将您带到这里的应用未经验证：任何人都可能注册了它。请仅在您认识此去处时继续。',
      unverifiedLinkText: '继续前往 ${host}',
      supportLinkText: '获取帮助',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {},
    otp_enroll: {},
  },
  mail: {
    layout: {
      linkHint: '如果按钮无效，请将此地址复制到浏览器中：',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: '请确认您的电子邮箱地址',
      title: '请确认您的电子邮箱地址',
      body: '有人为 ${companyName} 的账户填写了此地址。请确认它属于您：',
      buttonText: '确认电子邮箱地址',
      note: '链接可使用一次，有效期至 ${expires}。如果您没有请求此操作，请忽略此邮件，什么都不会发生。',
    },
    'reset-password': {
      subject: '请设置新密码',
      title: '设置新密码',
      body: '有人（希望是您本人）请求重置您的 ${companyName} 账户密码：',
      buttonText: '设置新密码',
      note: '链接可使用一次，有效期至 ${expires}。如果您没有请求此操作，请忽略此邮件；您的密码保持不变。',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: '您已有账户',
      title: '您已有账户',
      body: '有人（希望是您本人）尝试用此地址创建 ${companyName} 账户。账户已经存在：请直接登录，如果不知道原密码，请设置新密码：',
      buttonText: '设置新密码',
      note: '链接可使用一次，有效期至 ${expires}。如果不是您本人操作，请忽略此邮件；您的账户保持不变。',
    },
    'blocked-account': {
      subject: '有人尝试登录您的账户',
      title: '错误密码过多',
      body: '有人在您的 ${companyName} 账户上尝试错误密码，直到我们将其阻止。如果是您本人，请恢复登录：',
      buttonText: '恢复我的登录',
      note: '链接可使用一次，有效期至 ${expires}。如果不是您本人，您的密码并未被破解；如果他人可能知道您的密码，请设置新密码。',
    },
    'stolen-credentials': {
      subject: '您的密码已被他人知晓',
      title: '您的密码已被他人知晓',
      body: '您的 ${companyName} 账户密码出现在从别处被盗的列表中，他人可能会尝试使用。请选择一个您没有在其他地方用过的密码：',
      buttonText: '设置新密码',
      note: '链接可使用一次，有效期至 ${expires}。此后请使用登录页面上的“忘记密码？”。',
    },
    'async-approval': {
      subject: '${clientName} 请求您的批准',
      title: '${clientName} 请求您的批准',
      body: '有人（希望是您本人）正在使用 ${clientName}，它需要您的批准才能继续。请查看它的请求：',
      buttonText: '查看请求',
      note: '您可以在 ${expires} 之前答复。如果您不了解此事，请忽略此邮件；没有您，任何内容都不会被批准。',
    },
    'magic-link': {
      title: '登录',
      buttonText: '登录',
    },
    'one-time-code': {
      subject: '您的 ${companyName} 验证码',
      title: '您的验证码',
      body: '请在要求输入的地方输入此验证码：',
      buttonText: '获取帮助',
      note: '可使用一次，有效期至 ${expires}。请勿告诉任何人：我们绝不会通过电话或邮件索取。如果您没有请求验证码，可能有人知道您的密码；请设置新密码。',
    },
    'password-changed': {
      subject: '您的密码已更改',
      title: '您的密码已更改',
      body: '您的 ${companyName} 账户密码已于 ${time} 更改。',
      buttonText: '获取帮助',
      note: '如果是您本人操作，一切正常。如果不是，说明有他人进入了您的账户：请立即通过“忘记密码？”重置密码。',
    },
    'passkey-added': {
      buttonText: '获取帮助',
    },
    'email-changed': {
      subject: '您的电子邮箱地址已更改',
      title: '您的电子邮箱地址已更改',
      body: '您的 ${companyName} 账户的电子邮箱地址已于 ${time} 从 ${oldEmail} 更改为 ${newEmail}。',
      buttonText: '获取帮助',
      note: '如果是您本人操作，一切正常。如果不是，请立即告知运营 ${companyName} 的人员。',
    },
  },
}

export default { name: '简体中文', prompts } satisfies Translation
