// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Japanese. Polite style (です・ます) without «あなた», as sign-in pages there are written.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'パスワードを表示',
  hidePasswordText: 'パスワードを隠す',
}

const passwordRules = {
  passwordSecurityText: 'パスワードの条件：',
  'password-policy-length-at-least': '{count, plural, other {#文字以上}}',
  'password-policy-contains-at-least': '次の${total}種類のうち${count}種類以上：',
  'password-policy-lower-case': '英小文字（a～z）',
  'password-policy-upper-case': '英大文字（A～Z）',
  'password-policy-numbers': '数字（0～9）',
  'password-policy-special-characters': '記号（!@#$% など）',
  'password-policy-identical-chars': '同じ文字の連続は{count, plural, other {#文字}}まで',
}

const passwordErrors = {
  'password-too-weak': 'このパスワードは下の条件を満たしていません。',
  'password-too-common':
    'このパスワードは、よく使われるパスワードの一覧に載っています。より推測されにくいものにしてください。',
  'password-too-long': 'このパスワードは長すぎます。{max, plural, other {#文字}}以内にしてください。',
  'password-contains-user-information':
    'このパスワードにはご自身に関する情報が含まれています。含まないものにしてください。',
  'password-breached':
    'このパスワードは、他所から盗まれた一覧に載っており、第三者に試されるおそれがあります。他で使っていないものにしてください。',
  'password-previously-used': 'このパスワードは以前に使われています。新しいものにしてください。',
}

const formErrors = {
  alertListTitle: '次の点を修正してください：',
  'form-expired': 'このページは長い間開かれたままでした。もう一度お試しください。',
  'challenge-required':
    'お使いのネットワークからの試行が多いため、ロボットではないことを確認しています。もう一度お試しください。',
  'ip-blocked': 'お使いのネットワークからの試行が多すぎます。数分待ってから、もう一度お試しください。',
  'server-busy': '現在たいへん混み合っています。数秒後にもう一度お試しください。',
  'upstream-unavailable': '現在、ご本人の確認ができません。数分後にもう一度お試しください。',
}

const passkey = {
  passkeyButtonText: 'パスキーで続ける',
  passkeyFailedText: 'パスキーは使われませんでした。もう一度お試しになるか、別の方法でログインしてください。',
}

const passkeyErrors = {
  'passkey-failed': 'このパスキーは使えませんでした。もう一度お試しになるか、別の方法をお選びください。',
  'passkey-expired': '時間がかかりすぎました。もう一度お試しください。',
}

const passkeySignInErrors = {
  ...passkeyErrors,
  'passkey-unverified':
    'メールアドレスがまだ確認されていません。リンクをもう一度お送りしました。確認後、もう一度パスキーをお使いください。',
}

const passkeyEnrollment = {
  passkeyBenefit1Title: '覚えるものがありません',
  passkeyBenefit1Description: '指紋、顔、または画面ロックでログインします。',
  passkeyBenefit2Title: '盗まれるものがありません',
  passkeyBenefit2Description: 'このサイトでしか使えないため、だまし取られることがありません。',
  createButtonText: 'パスキーを作成',
  continueButtonText: '今はしない',
  doNotShowAgainText: 'この端末では今後尋ねない',
  passkeyFailedText: 'パスキーは作成されませんでした。もう一度お試しになるか、パスキーなしで続けてください。',
  passkeyTakenText: 'この端末には、このアカウントのパスキーがすでにあります。',
  notAvailableText: 'このブラウザーではパスキーを作成できません。パスキーなしで続けられます。',
  'too-many-passkeys-tried': '試行が多すぎます。数分待つか、パスキーなしで続けてください。',
  'passkeys-full': 'アカウントのパスキーが上限に達しています。先に、使わなくなったものを削除してください。',
}

const factors = {
  authenticatorNamesOTP: '認証アプリ',
  authenticatorNamesSMS: '電話',
  authenticatorNamesEmail: 'メール',
  authenticatorNamesRecoveryCode: 'リカバリーコード',
  authenticatorNamesWebauthnRoaming: 'セキュリティキー',
  authenticatorNamesWebauthnPlatform: 'この端末の指紋、顔、または画面ロック',
}

const codeErrors = {
  'invalid-otp-code-format': 'コードを入力してください。',
  'invalid-code': 'コードが正しくありません。確認してもう一度お試しください。',
  'invalid-expired-code': 'このコードはもう使えません。新しいものをお求めください。',
  'too-many-failures': 'このアカウントでのコードの試行が多すぎます。数分待ってから、もう一度お試しください。',
  'codes-locked':
    'このアカウントで間違ったコードが続きすぎたため、コードは使えなくなりました。別の方法を選ぶか、管理者にお問い合わせください。',
  'too-many-codes': 'すでに何度かコードをお送りしています。数分待ってから、もう一度お試しください。',
}

const secondProof = {
  buttonText: '続ける',
  codePlaceholder: 'コード',
  rememberMeText: 'この端末ではしばらく尋ねない',
  pickAuthenticatorText: '別の方法を試す',
}

const secondKey = {
  continueButtonText: '続ける',
  rememberMeText: secondProof.rememberMeText,
  pickAuthenticatorText: secondProof.pickAuthenticatorText,
  notAvailableText: 'このブラウザーでは利用できません。別の方法、または別のブラウザーをお試しください。',
  ...formErrors,
  'webauthn-failed': 'うまくいきませんでした。もう一度お試しになるか、別の方法をお選びください。',
  'webauthn-expired': '時間がかかりすぎました。もう一度お試しください。',
  'too-many-failures': 'このアカウントへの試行が多すぎます。数分待ってから、もう一度お試しください。',
}

const securityKey = {
  ...secondKey,
  failedText: 'セキュリティキーは使われませんでした。もう一度お試しになるか、別の方法をお選びください。',
  takenText: 'このセキュリティキーはすでに追加されています。別のものをお選びください。',
}

const ownDevice = {
  ...secondKey,
  failedText: '端末でご本人の確認ができませんでした。もう一度お試しになるか、別の方法をお選びください。',
  takenText: 'この端末はすでに追加されています。',
}

const sentCode = {
  ...secondProof,
  resendActionText: 'もう一度送る',
  resendText: '届いていませんか？',
  resentText: '別のコードをお送りしました。最新のものだけが有効です。',
  ...formErrors,
  ...codeErrors,
}

const phoneEnrollment = {
  countryPlaceholder: '国または地域',
  placeholder: '電話番号',
  hint: '国内でかける番号、または +44\u00a07700\u00a0900123 のような国際形式',
  pickAuthenticatorText: '別の方法を試す',
  ...formErrors,
  'no-phone': '電話番号を入力してください。',
  'invalid-phone-format': '国番号を付けて入力してください（例：+44\u00a07700\u00a0900123）。',
  'too-many-codes': codeErrors['too-many-codes'],
}

const savedCode = {
  description: 'この端末がなくても見つけられる場所に保管してください。他に手段がないとき、一度だけログインできます。',
  buttonText: '保存しました',
  copyText: 'コピー',
  copiedText: 'コピーしました',
  printText: '印刷',
}

const ticketErrors = {
  eventTitleExpired: 'このリンクは有効期限が切れています',
  eventTitleUsed: 'このリンクはすでに使われています',
  eventTitleGeneric: 'このリンクは使えません',
}

const firstCodeErrors = {
  'no-code': 'お送りしたコードを入力してください。',
  'wrong-code': 'コードが正しくありません。確認するか、新しいコードをお求めください。',
  'expired-code': 'このコードは有効期限が切れたか、試行回数を超えました。新しいコードをお求めください。',
  'too-many-codes': codeErrors['too-many-codes'],
  'same-user-login': 'コードの試行が多すぎます。しばらく待ってから、新しいコードをお求めください。',
}

const codeByEmail = {
  title: 'メールをご確認ください',
  buttonText: '続ける',
  placeholder: 'コード',
  resendText: '届かない場合は、迷惑メールフォルダーもご確認ください。',
  resendActionText: '新しいコードを送る',
  resentText: '新しいコードをお送りしました。',
  ...formErrors,
  ...firstCodeErrors,
}

const codeBySms = {
  title: '携帯電話をご確認ください',
  buttonText: '続ける',
  placeholder: 'コード',
  resendText: '届くまでに1分ほどかかることがあります。',
  resendActionText: '新しいコードを送る',
  resentText: '新しいコードをお送りしました。',
  ...formErrors,
  ...firstCodeErrors,
}

const names = {
  countryPlaceholder: '国または地域',
  emailPlaceholder: 'メールアドレス',
  usernamePlaceholder: 'メールアドレスまたはユーザー名',
  usernameOnlyPlaceholder: 'ユーザー名',
  phonePlaceholder: '電話番号',
  phoneOrEmailPlaceholder: '電話番号またはメールアドレス',
  phoneOrUsernamePlaceholder: '電話番号またはユーザー名',
  phoneOrUsernameOrEmailPlaceholder: '電話番号、ユーザー名、またはメールアドレス',
}

const noName = {
  'no-email': 'メールアドレスを入力してください。',
  'no-username': 'メールアドレスまたはユーザー名を入力してください。',
  'no-name': 'ログインに使う情報を入力してください。',
}

const signInErrors = {
  'wrong-credentials': '入力内容が一致しません。確認してもう一度お試しください。',
  'wrong-credentials-or-unverified':
    '入力内容が一致しないか、メールアドレスがまだ確認されていません。確認だけが済んでいない場合に備え、リンクをもう一度お送りしました。',
  'same-user-login':
    'このアカウントへの試行が多すぎます。ご自身のアカウントであれば、再びログインできるようにするメールをお探しになるか、新しいパスワードを設定してください。',
  'password-breached':
    'このパスワードは、他所から盗まれた一覧に載っているため、ここでは使えなくなりました。「パスワードをお忘れですか？」から新しいものを設定してください。',
  'no-password': 'パスワードを入力してください。',
}

const signUpErrors = {
  'invalid-signup': 'この内容ではアカウントを作成できませんでした。すでにお持ちの場合はログインしてください。',
  'no-email': 'メールアドレスを入力してください。',
  'invalid-email-format': 'メールアドレスを name@example.com の形式で入力してください。',
  'no-username': 'ユーザー名を決めてください。',
  'invalid-username': 'ユーザー名には、文字・数字・${characters} を${min}～${max}文字で使ってください。',
  'no-phone-number': '電話番号を入力してください。',
  'invalid-phone-number': '国番号を付けて電話番号を入力してください（例：+44\u00a07700\u00a0900123）。',
  'no-identifier': '少なくとも1つを入力してください。',
}

const consent = {
  pickerTitle: '${userName} としてログイン中',
  scopesTitle: '許可すると、次のことが可能になります：',
  apisTitle: 'アクセスを求めている対象：',
  unverifiedTitle: 'このアプリは確認されていません',
  unverifiedText: 'このアプリは自らこの名前で登録しました。${companyName} では、誰が運営しているかを確認していません。',
  unverifiedHostText: 'アプリ自身の説明は ${host} にあります。',
  returnHostText: '許可すると、${host} に移動します。',
  returnDeviceText:
    '許可すると、この端末のアプリがアクセスできるようになります。たった今ご自身で起動した場合にのみ続けてください。',
  acceptButtonText: '許可する',
  declineButtonText: '拒否する',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'エラー：${pageTitle}',
      workingText: 'ロボットではないことを確認しています…',
      workDoneText: '確認しました。続けられます。',
      workWaitText: 'ロボットではないことを確認しています。{seconds, plural, other {#秒}}待ってから続けてください。',
      logoAltText: '${companyName}',
      languagePickerText: '言語',
    },
  },
  login: {
    login: {
      pageTitle: 'ログイン | ${clientName}',
      title: 'ログイン',
      description: '${clientName} に進みます',
      buttonText: '続ける',
      ...names,
      passwordPlaceholder: 'パスワード',
      forgotPasswordText: 'パスワードをお忘れですか？',
      signupActionText: '初めてのご利用ですか？',
      signupActionLinkText: 'アカウントを作成',
      separatorText: 'または',
      codeText: '代わりにワンタイムコードを使う',
      passwordlessEmailText: 'メールで届くコードで続ける',
      passwordlessSmsText: 'SMSで届くコードで続ける',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...signInErrors,
      ...noName,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  signup: {
    signup: {
      pageTitle: 'アカウントの作成 | ${clientName}',
      title: 'アカウントを作成',
      description: '${clientName} に進みます',
      buttonText: '続ける',
      emailPlaceholder: 'メールアドレス',
      usernamePlaceholder: 'ユーザー名',
      phonePlaceholder: '電話番号',
      optionalText: '${label}（任意）',
      passwordPlaceholder: 'パスワード',
      loginActionText: 'すでにアカウントをお持ちですか？',
      loginActionLinkText: 'ログイン',
      countryPlaceholder: '国または地域',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'パスワードを決めてください。',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  passkeys: {
    'passkey-enrollment': {
      pageTitle: 'パスキーを作成 | ${clientName}',
      title: '次回からもっと早くログイン',
      description: 'パスキーがあれば、${companyName} にパスワードなしでログインできます。',
      signupTitle: 'パスキーを作成',
      signupFailedText: 'パスキーは作成されませんでした。もう一度お試しください。',
      signupWithoutText: 'このブラウザーではパスキーを作成できません。代わりにパスワードを設定してください。',
      signupNotAvailableText:
        'このブラウザーではパスキーを作成できませんが、ここではアカウントにパスキーが必要です。別のブラウザーまたは別の端末をお試しください。',
      signupPasswordText: '代わりにパスワードを設定',
      editText: '変更',
      loginActionText: 'すでにアカウントをお持ちですか？',
      loginActionLinkText: 'ログイン',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
      signupCodeText: 'パスキーなしで続ける',
      signupByCodeText:
        'このブラウザではパスキーを作成できません。パスキーなしで続けてください。次回からはコードでログインできます。',
    },
    'passkey-enrollment-local': {
      pageTitle: 'この端末にパスキーを作成 | ${clientName}',
      title: 'この端末にパスキーを作成',
      description: '別の端末のパスキーでログインしました。この端末にもパスキーがあれば、他の端末は要りません。',
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      pageTitle: 'ログインする名前 | ${clientName}',
      title: 'ログイン',
      description: '${clientName} に進みます',
      buttonText: '続ける',
      'passkey-needed': 'ここではパスキーでログインします。下のボタンをお使いください。',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      ...names,
      separatorText: 'または',
      passwordlessEmailText: 'メールで届くコードで続ける',
      passwordlessSmsText: 'SMSで届くコードで続ける',
      signupActionText: '初めてのご利用ですか？',
      signupActionLinkText: 'アカウントを作成',
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      pageTitle: 'パスワードを入力 | ${clientName}',
      title: 'パスワードを入力',
      description: '${clientName} に進みます',
      buttonText: '続ける',
      passwordPlaceholder: 'パスワード',
      editText: '変更',
      forgotPasswordText: 'パスワードをお忘れですか？',
      codeText: '代わりにワンタイムコードを使う',
      ...password,
      ...formErrors,
      ...signInErrors,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      pageTitle: 'パスワードなしでログイン | ${clientName}',
      title: 'ログイン',
      descriptionEmail: 'メールでコードをお送りします。パスワードは要りません。',
      descriptionSms: '携帯電話にコードをお送りします。パスワードは要りません。',
      descriptionBoth: 'コードをお送りします。パスワードは要りません。',
      buttonText: '続ける',
      ...names,
      passwordText: '代わりにパスワードを使う',
      ...formErrors,
      'no-name': '電話番号またはメールアドレスを入力してください。',
      'no-email': 'メールアドレスを入力してください。',
      'invalid-email-format': 'メールアドレスを name@example.com の形式で入力してください。',
      'no-phone-number': '電話番号を入力してください。',
      'invalid-phone-number': signUpErrors['invalid-phone-number'],
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
    'login-passwordless-email-code': {
      pageTitle: 'メールで届いたコードを入力 | ${clientName}',
      description: '${address} でログインできる場合、コードをお送りしています。',
      editText: '変更',
      linkText: '代わりにリンクを送る',
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      pageTitle: 'メールのリンクを開く | ${clientName}',
      description: '${address} でログインできる場合、リンクをお送りしています。このブラウザーで開いてください。',
      editText: '変更',
      codeText: '別の場所で開いた場合は、そこに表示されたコードを入力してください。',
      codeActionText: '代わりにコードを送る',
      ...codeByEmail,
      resendActionText: '新しいリンクを送る',
      resentText: '新しいリンクをお送りしました。',
    },
    'login-passwordless-sms-otp': {
      pageTitle: '携帯電話に届いたコードを入力 | ${clientName}',
      description: '${address} でログインできる場合、コードをお送りしています。',
      editText: '変更',
      ...codeBySms,
    },
    'login-passwordless-link': {
      pageTitle: 'ログインを続ける | ${clientName}',
      title: 'あと少しです',
      description: '${address} として ${clientName} にログインするために求められたリンクです。',
      buttonText: 'ログイン',
      ...formErrors,
    },
    'login-passwordless-other-device': {
      pageTitle: '始めた場所でログイン | ${companyName}',
      title: '始めた場所でこのコードを入力',
      description: 'このリンクは別のブラウザーで求められました。そちらに戻り、このコードを入力してください：',
      warningText: 'ご自身でログインを始めていない場合は、このページを閉じ、コードを誰にも教えないでください。',
    },
    'login-passwordless-link-error': {
      pageTitle: 'ログインリンクの問題 | ${companyName}',
      title: 'このリンクは使えません',
      description:
        '有効期限が切れているか、すでに使われているか、途切れています。始めた場所に戻り、新しいものをお求めください。',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      pageTitle: 'メールでお送りしたコードを入力 | ${clientName}',
      description: '${address} でログインできる場合、コードをお送りしています。',
      editText: '変更',
      passwordText: '代わりにパスワードを使う',
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      pageTitle: 'SMSでお送りしたコードを入力 | ${clientName}',
      description: '${address} でログインできる場合、コードをお送りしています。',
      editText: '変更',
      passwordText: '代わりにパスワードを使う',
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      pageTitle: 'コードでメールアドレスを確認 | ${clientName}',
      description:
        '${address} にメッセージをお送りしました。その中のコードを入力し、ご自身のアドレスであることを確認してください。',
      editText: '変更',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      pageTitle: 'コードで電話番号を確認 | ${clientName}',
      description:
        '${address} にメッセージをお送りしました。その中のコードを入力し、ご自身の番号であることを確認してください。',
      editText: '変更',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      pageTitle: 'アカウントの作成を始める | ${clientName}',
      title: 'アカウントを作成',
      description: '${clientName} に進みます',
      buttonText: '続ける',
      emailPlaceholder: 'メールアドレス',
      usernamePlaceholder: 'ユーザー名',
      phonePlaceholder: '電話番号',
      optionalText: '${label}（任意）',
      loginActionText: 'すでにアカウントをお持ちですか？',
      loginActionLinkText: 'ログイン',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      countryPlaceholder: '国または地域',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      pageTitle: 'パスワードを設定 | ${clientName}',
      title: 'パスワードを設定',
      description: '${clientName} に進みます',
      buttonText: '続ける',
      passwordPlaceholder: 'パスワード',
      editText: '変更',
      loginActionText: 'すでにアカウントをお持ちですか？',
      loginActionLinkText: 'ログイン',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'パスワードを決めてください。',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'パスワードの再設定 | ${companyName}',
      title: 'パスワードをお忘れですか？',
      descriptionEmail: 'メールアドレスを入力してください。新しいパスワードを設定するためのリンクをお送りします。',
      descriptionUsername:
        'メールアドレスまたはユーザー名を入力してください。新しいパスワードを設定するためのリンクをお送りします。',
      descriptionEmailByCode:
        'メールアドレスを入力してください。新しいパスワードを設定するためのコードをお送りします。',
      descriptionUsernameByCode:
        'メールアドレスまたはユーザー名を入力してください。新しいパスワードを設定するためのコードをお送りします。',
      placeholderEmail: 'メールアドレス',
      placeholderUsername: 'メールアドレスまたはユーザー名',
      buttonText: '続ける',
      backToLoginLinkText: 'ログインに戻る',
      ...formErrors,
      'no-email': 'メールアドレスを入力してください。',
      'no-username': 'メールアドレスまたはユーザー名を入力してください。',
      'too-many-email': 'すでに何通かメールをお送りしています。数分待ってから、もう一度お試しください。',
    },
    'reset-password-email': {
      pageTitle: 'メールをご確認ください | ${companyName}',
      title: 'メールをご確認ください',
      emailDescription: '${email} のアカウントがある場合、新しいパスワードを設定するためのリンクをお送りしています。',
      usernameDescription:
        '${email} のアカウントがある場合、新しいパスワードを設定するためのリンクをそのメールアドレスにお送りしています。',
      resendText: '届かない場合は、迷惑メールフォルダーもご確認ください。',
      resendLinkText: 'もう一度送る',
      resentText: 'もう一度お送りしました。',
      backToLoginLinkText: 'ログインに戻る',
    },
    'reset-password': {
      pageTitle: '新しいパスワードの設定 | ${companyName}',
      title: '新しいパスワードを設定',
      description: '変更後は、新しいパスワードでログインしてください。',
      descriptionEmail: '${email} のパスワードを変更します。',
      buttonText: '続ける',
      passwordPlaceholder: '新しいパスワード',
      reEnterPasswordPlaceholder: '新しいパスワード（確認）',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': '新しいパスワードを決めてください。',
      'no-re-enter-password': '新しいパスワードをもう一度入力してください。',
      'password-mismatch': '2つのパスワードが一致しません。',
    },
    'reset-password-success': {
      pageTitle: 'パスワードを変更しました | ${companyName}',
      eventTitle: 'パスワードを変更しました',
      description: '新しいパスワードでログインできます。',
      buttonText: '${clientName} に進む',
    },
    'reset-password-error': {
      pageTitle: 'リンクの問題 | ${companyName}',
      ...ticketErrors,
      descriptionExpired: 'パスワード再設定のリンクには有効期限があります。新しいものをお求めください。',
      descriptionUsed: 'パスワード再設定のリンクは一度だけ使えます。必要な場合は新しいものをお求めください。',
      descriptionGeneric:
        'コピーの際に途切れた可能性があります。メールからもう一度開くか、新しいものをお求めください。',
      requestLinkText: '新しいリンクを求める',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'メールアドレスの確認 | ${companyName}',
      title: 'メールアドレスの確認',
      description: 'あと一歩です。このアドレスがご自身のものであることを確認してください。',
      descriptionEmail: 'あと一歩です。${email} がご自身のものであることを確認してください。',
      buttonText: '続ける',
    },
    'email-verification-result': {
      pageTitle: 'メールアドレスの確認結果 | ${companyName}',
      verifiedTitle: 'メールアドレスを確認しました',
      errorTitle: 'メールアドレスを確認できませんでした',
      verifiedDescription: 'ありがとうございます。メールアドレスが確認されました。',
      alreadyVerifiedDescription: 'このメールアドレスはすでに確認済みです。必要な操作はありません。',
      invalidAccountOrCodeDescription:
        'このリンクは有効期限が切れているか、すでに使われているか、途切れています。ログインすると新しいものが届きます。',
      unknownErrorDescription: 'こちらで問題が発生しました。少し待ってから、もう一度リンクを開いてください。',
      buttonText: '${clientName} に進む',
    },
    'email-verification-sent': {
      pageTitle: 'メールをご確認ください | ${companyName}',
      title: 'メールをご確認ください',
      description:
        '${email} にリンクをお送りしました。開いてご自身のアドレスであることを確認し、この画面にお戻りください。',
      resendText: '届かない場合は、迷惑メールフォルダーもご確認ください。',
      resendActionText: 'もう一度送る',
      resentText: 'もう一度お送りしました。',
      backToLoginLinkText: 'ログインに戻る',
      'challenge-required': formErrors['challenge-required'],
      alertListTitle: formErrors.alertListTitle,
    },
  },
  account: {
    account: {
      pageTitle: 'アカウント | ${companyName}',
      title: 'アカウント',
      signedInText: '${account} としてログインしています。',
      nameLabel: '名前',
      nicknameLabel: '呼び名',
      buttonText: '保存',
      savedText: '保存しました。',
      passwordLinkText: 'パスワード',
      passwordLinkDescription: '新しいものを設定',
      emailLinkText: 'メールアドレス',
      securityLinkText: 'ログイン方法',
      securityLinkDescription: 'パスキー、認証アプリ、リカバリーコード',
      sessionsLinkText: '端末',
      sessionsLinkDescription: 'ログイン中の場所',
      appsLinkText: 'アプリ',
      appsLinkDescription: 'ご本人に代わって操作できるもの',
      identitiesLinkText: '連携アカウント',
      identitiesLinkDescription: 'このアカウントにつながる他のアカウント',
      dataLinkText: 'データ',
      dataLinkDescription: 'ダウンロード、またはアカウントの削除',
      signOutLinkText: 'ログアウト',
      'invalid-name': '名前は{max, plural, other {#文字}}以内にしてください。',
      ...formErrors,
    },
    'account-password': {
      pageTitle: 'パスワード | ${companyName}',
      title: '新しいパスワードを設定',
      description: 'ここではログインしたままになります。他の端末はすべてログアウトされます。',
      passwordPlaceholder: '新しいパスワード',
      buttonText: 'パスワードを変更',
      backText: 'アカウント',
      savedText: 'パスワードを変更しました。',
      ...password,
      ...passwordRules,
      ...passwordErrors,
      ...formErrors,
      'no-password': 'パスワードを決めてください。',
    },
    'account-email': {
      pageTitle: 'メールアドレス | ${companyName}',
      title: 'メールアドレス',
      description: '現在は ${email} です。新しいアドレスにリンクをお送りします。リンクを開くと変更されます。',
      descriptionNone: 'まだありません。アドレスにリンクをお送りします。リンクを開くと登録されます。',
      emailPlaceholder: '新しいメールアドレス',
      buttonText: 'リンクを送る',
      backText: 'アカウント',
      sentText: 'そのアドレスを使える場合、${email} にリンクをお送りしました。',
      ...formErrors,
      'no-email': 'メールアドレスを入力してください。',
      'invalid-email-format': 'メールアドレスを name@example.com の形式で入力してください。',
      'too-many-email': 'メールの依頼が多すぎます。数分待ってから、もう一度お試しください。',
    },
    'account-email-confirm': {
      pageTitle: 'メールアドレスの確認 | ${companyName}',
      title: '新しいメールアドレスの確認',
      description: '今後は ${email} が ${companyName} のアカウント ${account} のアドレスになります。',
      warningText:
        'ご自分のアカウントである場合にのみ確認してください。他人のアカウントであれば、その人があなたのアドレスを使い続けることになります。心当たりがなければこのページを閉じてください。何も変わりません。',
      buttonText: '確認する',
      doneTitle: 'メールアドレスを変更しました',
      failedTitle: 'このリンクは使えません',
      failedDescription:
        '有効期限が切れているか、すでに使われているか、アドレスが別のアカウントのものです。新しいものをお求めください。',
      backText: 'アカウント',
    },
    'account-sessions': {
      pageTitle: '端末 | ${companyName}',
      title: 'ログイン中の場所',
      currentText: 'この端末',
      lastSeenText: '最終利用：${time}',
      signedInText: 'ログイン：${time}',
      endButtonText: 'ログアウト',
      endAllButtonText: '他のすべてからログアウト',
      deviceText: '${system} の ${browser}',
      unknownDeviceText: '不明な端末',
      noneText: '他の場所ではログインしていません。',
      backText: 'アカウント',
      ...formErrors,
    },
    'account-security': {
      pageTitle: 'ログイン方法 | ${companyName}',
      title: 'ログイン方法',
      description: 'ご本人であることを示せるもの。',
      noneText: 'まだありません。',
      totpText: '認証アプリ',
      phoneText: '${address} へのコード',
      emailText: '${address} へのコード',
      recoveryText: 'リカバリーコード',
      webauthnText: 'セキュリティキーまたは端末',
      passkeyText: 'パスキー',
      addedText: '追加：${time}',
      removeButtonText: '削除',
      addTotpButtonText: '認証アプリを追加',
      addPasskeyButtonText: 'パスキーを追加',
      addKeyButtonText: 'セキュリティキーを追加',
      newRecoveryButtonText: '新しいリカバリーコードを取得',
      passkeyFailedText: 'パスキーは作成されませんでした。もう一度お試しください。',
      passkeyTakenText: passkeyEnrollment.passkeyTakenText,
      keyFailedText: securityKey.failedText,
      keyTakenText: securityKey.takenText,
      backText: 'アカウント',
      ...formErrors,
      'passkey-failed': 'このパスキーは追加できませんでした。もう一度お試しください。',
      'webauthn-failed': securityKey['webauthn-failed'],
    },
    'account-totp': {
      pageTitle: '認証アプリ | ${companyName}',
      title: '認証アプリを追加',
      description: 'このコードをアプリで読み取り、表示されたコードを入力してください。',
      secretText: 'カメラがない場合は、これをアプリに入力してください：',
      qrAltText: 'アプリ用のQRコード',
      codePlaceholder: '6桁のコード',
      buttonText: '追加',
      backText: 'ログイン方法',
      ...formErrors,
      'wrong-code': 'アプリに今表示されているコードではありません。もう一度お試しください。',
      'too-many-tries': '試行が多すぎます。数分待ってから、もう一度お試しください。',
    },
    'account-recovery-code': {
      pageTitle: 'リカバリーコード | ${companyName}',
      title: '新しいリカバリーコード',
      description:
        '端末がなくても見つけられる場所に保管してください。一度だけログインできます。以前のコードは使えなくなります。',
      copyText: 'コピー',
      copiedText: 'コピーしました',
      printText: '印刷',
      backText: '保管しました',
    },
    'account-apps': {
      pageTitle: 'アプリ | ${companyName}',
      title: 'ご本人に代わって操作できるアプリ',
      noneText: 'ありません。',
      revokeButtonText: '許可を取り消す',
      backText: 'アカウント',
      ...formErrors,
    },
    'account-identities': {
      pageTitle: '連携アカウント | ${companyName}',
      title: 'このアカウントにつながるアカウント',
      primaryText: '最初のアカウント',
      unlinkButtonText: '連携を解除',
      backText: 'アカウント',
      ...formErrors,
    },
    'account-data': {
      pageTitle: 'データ | ${companyName}',
      title: 'データ',
      downloadText: '保存されているすべての情報をファイルで。',
      downloadLinkText: 'データをダウンロード',
      deleteTitle: 'アカウントの削除',
      deleteText:
        'アカウントとそれに属するすべてが、直ちに、完全に削除されます。確認のため ${account} と入力してください。',
      confirmPlaceholder: 'ここに入力',
      buttonText: 'アカウントを削除',
      backText: 'アカウント',
      ...formErrors,
      'not-confirmed': '指定された文字と異なります。',
    },
    'account-deleted': {
      pageTitle: 'アカウントを削除しました | ${companyName}',
      title: 'アカウントは削除されました',
      description: 'ご利用ありがとうございました。',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: '再ログイン | ${companyName}',
      title: '再びログインできるようにする',
      description: 'このアカウントへのログインの失敗が多すぎるため、その場所からは誰もログインできなくなっています。',
      descriptionEmail:
        '${email} のアカウントへのログインの失敗が多すぎるため、その場所からは誰もログインできなくなっています。',
      deviceText: 'ご自身の端末でのみ続けてください。以後この端末では、誰が何を試してもログインできます。',
      buttonText: '続ける',
    },
    'user-block-result': {
      pageTitle: 'アカウントに戻る | ${companyName}',
      liftedTitle: '再びログインできます',
      invalidTitle: 'このリンクは使えません',
      liftedDescription:
        '試したのがご自身でない場合も、誰もログインしていません。他人に知られているおそれのあるパスワードをお持ちでしたら、新しいものを設定してください。',
      invalidDescription:
        '有効期限が切れているか、すでに使われているか、途切れています。パスワードをお持ちでしたら、新しいものの設定は引き続き可能です。',
      buttonText: '${clientName} に進む',
    },
  },
  mfa: {
    'mfa-begin-enroll-options': {
      pageTitle: 'アカウントを保護 | ${clientName}',
      title: 'アカウントを保護',
      description: 'ご本人であることを示す2つ目の方法を追加してください。今入力された情報に加えてお尋ねします。',
      ...factors,
      ...formErrors,
    },
    'mfa-login-options': {
      pageTitle: '別の方法を選ぶ | ${clientName}',
      title: 'ご本人の確認',
      description: 'お手元にあるものを選んでください。',
      ...factors,
      ...formErrors,
    },
    'mfa-enroll-result': {
      pageTitle: 'ログイン方法の追加 | ${companyName}',
      enrolledTitle: '追加しました',
      enrolledDescription: '今後、これでご本人であることを示せます。',
      alreadyEnrolledTitle: 'すでにあります',
      alreadyEnrolledDescription: 'ご本人であることを示す方法は、以前に追加済みです。必要な操作はありません。',
      alreadyUsedTitle: 'このリンクはすでに使われています',
      alreadyUsedDescription: 'これで追加されたものはそのまま残ります。お心当たりがない場合はお知らせください。',
      expiredTicketTitle: 'このリンクは有効期限が切れています',
      expiredTicketDescription: '送信者に新しいものをお求めください。',
      invalidTicketTitle: 'このリンクは使えません',
      invalidTicketDescription: 'メールに書かれているとおりに開くか、新しいものをお求めください。',
      genericErrorTitle: '今は追加できません',
      genericErrorDescription: 'このリンクが求めるものは提供されていません。送信者にお知らせください。',
      buttonText: '続ける',
    },
  },
  'mfa-otp': {
    'mfa-otp-enrollment-qr': {
      pageTitle: '認証アプリを追加 | ${clientName}',
      title: '認証アプリを追加',
      description: 'この画像を認証アプリで読み取り、アプリに表示されたコードを入力してください。',
      qrCodeAltText: '認証アプリで読み取るQRコード',
      codeEnrollmentText: '読み取れない場合',
      pickAuthenticatorText: '別の方法を試す',
      codePlaceholder: 'コード',
      buttonText: '続ける',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-enrollment-code': {
      pageTitle: 'キーで認証アプリを追加 | ${clientName}',
      title: '認証アプリを追加',
      description: 'このキーを認証アプリに入力し、アプリに表示されたコードを入力してください。',
      secretText: 'キー',
      qrEnrollmentText: '代わりに画像を読み取る',
      pickAuthenticatorText: '別の方法を試す',
      codePlaceholder: 'コード',
      buttonText: '続ける',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-challenge': {
      pageTitle: '認証アプリのコード | ${clientName}',
      title: 'ご本人の確認',
      description: '認証アプリに表示されているコードを入力してください。',
      ...secondProof,
      ...formErrors,
      ...codeErrors,
    },
  },
  'mfa-webauthn': {
    'mfa-webauthn-roaming-enrollment': {
      pageTitle: 'セキュリティキーを追加 | ${clientName}',
      title: 'セキュリティキーを追加',
      description: 'セキュリティキーをお手元に用意して続けてください。操作はブラウザーが案内します。',
      ...securityKey,
    },
    'mfa-webauthn-platform-enrollment': {
      pageTitle: 'この端末を追加 | ${clientName}',
      title: 'この端末を追加',
      description: '今後は、指紋、顔、または画面ロックでご本人であることを示せます。',
      ...ownDevice,
    },
    'mfa-webauthn-roaming-challenge': {
      pageTitle: 'セキュリティキーを使う | ${clientName}',
      title: 'セキュリティキーを使う',
      description: 'セキュリティキーをお手元に用意して続けてください。操作はブラウザーが案内します。',
      ...securityKey,
    },
    'mfa-webauthn-platform-challenge': {
      pageTitle: 'この端末で確認 | ${clientName}',
      title: 'ご本人の確認',
      description: '指紋、顔、または画面ロックで続けてください。',
      ...ownDevice,
    },
    'mfa-webauthn-change-key-nickname': {
      pageTitle: '名前を付ける | ${clientName}',
      title: 'セキュリティキーに名前を付ける',
      description: '複数ある場合、名前でどれかがわかります。',
      nicknamePlaceholder: 'セキュリティキーの名前',
      titlePlatform: 'この端末に名前を付ける',
      descriptionPlatform: '複数ある場合、名前でどれかがわかります。',
      nicknamePlaceholderPlatform: '端末の名前',
      buttonText: '続ける',
      ...formErrors,
      'no-nickname': '名前を入力してください。',
      'nickname-too-long': '名前が長すぎます。100文字以内にしてください。',
    },
    'mfa-webauthn-enrollment-success': {
      pageTitle: '追加しました | ${clientName}',
      title: 'セキュリティキーを追加しました',
      description: '今後、このキーでご本人であることを示せます。',
      titlePlatform: 'この端末を追加しました',
      descriptionPlatform: '今後、この端末でご本人であることを示せます。',
      buttonText: '続ける',
    },
    'mfa-webauthn-not-available-error': {
      pageTitle: 'ここでは使えません | ${clientName}',
      errorTitle: 'ここではキーを使えません',
      errorDescription:
        'このキーは当方の別のアドレスで追加されたもので、そこでのみ使えます。そちらでログインするか、別の方法をお試しください。',
      pickAuthenticatorText: '別の方法を試す',
    },
  },
  'mfa-email': {
    'mfa-email-challenge': {
      pageTitle: 'メールのコード | ${clientName}',
      title: 'メールをご確認ください',
      description: '${email} にコードをお送りしました。',
      editText: '別のメールアドレスを使う',
      ...sentCode,
    },
    'mfa-email-list': {
      pageTitle: 'メールアドレスを選択 | ${clientName}',
      title: 'どのメールアドレスにコードを送りますか？',
      backText: '戻る',
      ...formErrors,
    },
  },
  'mfa-sms': {
    'mfa-sms-enrollment': {
      pageTitle: '電話を追加 | ${clientName}',
      title: '電話を追加',
      description: 'ご本人の確認が必要なとき、SMSでコードをお送りします。',
      buttonText: '続ける',
      ...phoneEnrollment,
    },
    'mfa-sms-challenge': {
      pageTitle: 'メッセージのコード | ${clientName}',
      title: 'メッセージをご確認ください',
      description: '${phoneNumber} にコードをお送りしました。',
      editText: '別の電話番号を使う',
      ...sentCode,
    },
    'mfa-sms-list': {
      pageTitle: '電話を選択 | ${clientName}',
      title: 'どの電話でコードを受け取りますか？',
      backText: '戻る',
      ...formErrors,
    },
  },
  'mfa-voice': {
    'mfa-voice-enrollment': {
      pageTitle: '電話を受ける番号を追加 | ${clientName}',
      title: '電話を追加',
      description: 'ご本人の確認が必要なとき、お電話してコードを読み上げます。',
      buttonText: '続ける',
      ...phoneEnrollment,
    },
    'mfa-voice-challenge': {
      pageTitle: '電話でお伝えしたコード | ${clientName}',
      title: 'お電話しています',
      description: '${phoneNumber} に音声でコードをお伝えします。',
      editText: '別の電話番号を使う',
      ...sentCode,
      resendActionText: 'もう一度電話する',
      resentText: 'もう一度お電話しています。最新のコードだけが有効です。',
    },
  },
  'mfa-phone': {
    'mfa-phone-enrollment': {
      pageTitle: '電話の追加 | ${clientName}',
      title: '電話を追加',
      description: 'ご本人の確認が必要なとき、コードをお送りします。最初のコードはどのように受け取りますか？',
      smsButtonText: 'SMS',
      voiceButtonText: '電話',
      ...phoneEnrollment,
    },
    'mfa-phone-challenge': {
      pageTitle: 'メッセージまたは電話 | ${clientName}',
      title: 'ご本人の確認',
      description: '${phoneNumber} へのコードはどのように受け取りますか？',
      smsButtonText: 'SMS',
      voiceButtonText: '電話',
      pickAuthenticatorText: '別の方法を試す',
      editText: '別の電話番号を使う',
      ...formErrors,
    },
  },
  'mfa-recovery-code': {
    'mfa-recovery-code-enrollment': {
      pageTitle: 'リカバリーコード | ${clientName}',
      title: 'リカバリーコードを保存',
      ...savedCode,
    },
    'mfa-recovery-code-challenge': {
      pageTitle: 'リカバリーコード | ${clientName}',
      title: 'リカバリーコードを使う',
      description: '保存したリカバリーコードを入力してください。一度だけ使え、次のコードが発行されます。',
      buttonText: '続ける',
      placeholder: 'リカバリーコード',
      pickAuthenticatorText: '別の方法を試す',
      ...formErrors,
      ...codeErrors,
      'no-recovery-code': 'リカバリーコードを入力してください。',
    },
    'mfa-recovery-code-challenge-new-code': {
      pageTitle: '新しいリカバリーコード | ${clientName}',
      title: '新しいリカバリーコードを保存',
      ...savedCode,
    },
  },
  consent: {
    consent: {
      pageTitle: 'アクセスの許可 | ${clientName}',
      title: 'アクセスを許可しますか？',
      messageSingleTenant: '${clientName} が ${companyName} のアカウントへのアクセスを求めています。',
      ...consent,
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'ご本人であることの確認',
      profile: '名前、写真、その他のプロフィール情報の閲覧',
      email: 'メールアドレスの閲覧',
      address: '住所の閲覧',
      phone: '電話番号の閲覧',
      offline_access: '不在の間もこのアクセスを保持すること',
    },
  },
  'customized-consent': {
    'customized-consent': {
      pageTitle: 'この内容を許可 | ${clientName}',
      title: 'この内容を許可しますか？',
      messageSingleTenant:
        '${clientName} が、お客様の ${companyName} アカウントで次の操作を 1 回行う許可を求めています。',
      detailsTitle: '求められている内容は次のとおりです：',
      ...consent,
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: '端末の接続 | ${companyName}',
      title: '端末を接続',
      description: '端末に表示されているコードを入力してください。',
      placeholder: 'コード',
      buttonText: '続ける',
      ...formErrors,
      'no-code': '端末に表示されているコードを入力してください。',
      'invalid-code': 'このコードは存在しません。端末のコードと見比べて、もう一度お試しください。',
      'expired-code': 'このコードは有効期限が切れています。端末で新しいものを取得してください。',
      'used-code': 'このコードはすでに使われています。端末で新しいものを取得してください。',
    },
    'device-code-confirmation': {
      pageTitle: '端末の確認 | ${clientName}',
      title: 'これはご自身の端末ですか？',
      description: 'ある端末が、${companyName} のアカウントで ${clientName} を使おうとしています。',
      inputCodeText: '端末に表示されているコード：',
      deviceTitle: '要求元：',
      addressLabel: 'ネットワークアドレス',
      userAgentLabel: '端末の名乗り',
      warningText:
        'この端末が手元にあり、ご自身で始めた場合にのみ続けてください。誰かからコードやリンクが送られてきた場合、その人はアカウントに侵入しようとしています。',
      confirmText: 'はい、接続します',
      cancelText: 'いいえ、違います',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: '端末を接続しました | ${clientName}',
      eventTitle: '端末が接続されました',
      description: '${clientName} は端末上で自動的に続きます。このページは閉じてかまいません。',
    },
    'device-code-activation-denied': {
      pageTitle: '端末を接続しませんでした | ${companyName}',
      eventTitle: '端末は接続されていません',
      description: '端末はアカウントにアクセスできません。このページは閉じてかまいません。',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: '要求の確認 | ${clientName}',
      title: '承認が求められています',
      description: '${clientName} が承認を求めています。ログインして内容をご確認ください。',
      buttonText: '要求を確認する',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: '要求の承認 | ${clientName}',
      title: '承認しますか？',
      description: '${clientName} が承認を求めています。',
      bindingMessageTitle: '先方で伝えられた、または表示された内容と見比べてください：',
      scopesTitle: '許可すると、次のことが可能になります：',
      detailsTitle: '求められている内容は次のとおりです：',
      warningText: '心当たりのあるものだけを承認してください。覚えがない場合は拒否してください。',
      acceptButtonText: '承認する',
      declineButtonText: '拒否する',
      pickerTitle: '${userName} としてログイン中',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: '要求を承認しました | ${clientName}',
      eventTitle: '要求を承認しました',
      description: '${clientName} は自動的に続きます。このページは閉じてかまいません。',
    },
    'async-approval-denied': {
      pageTitle: '要求を拒否しました | ${clientName}',
      eventTitle: '要求を拒否しました',
      description: '${clientName} には何も渡されていません。このページは閉じてかまいません。',
    },
    'async-approval-error': {
      pageTitle: '要求の問題 | ${companyName}',
      goneTitle: 'この要求はもう待機していません',
      goneDescription: '有効期限が切れているか、すでに回答されたか、リンクが途切れています。',
      refusedTitle: 'この要求は承認できません',
      refusedDescription:
        '現在、お使いのアカウントまたはアプリにはこの操作が許可されていません。何も承認されていません。',
    },
    'async-approval-wrong-user': {
      pageTitle: '別のアカウント | ${companyName}',
      eventTitle: 'この要求は別のアカウント宛てです',
      description: 'メールのリンクをもう一度開き、メールの宛先のアカウントでログインしてください。',
    },
  },
  logout: {
    logout: {
      pageTitle: 'ログアウト | ${clientName}',
      title: 'ログアウトしますか？',
      userSalute: '${userName} としてログイン中',
      description: 'このブラウザーでの ${companyName} のセッションを終了します。',
      acceptButtonText: 'ログアウト',
      declineButtonText: 'ログインしたままにする',
    },
    'logout-complete': {
      pageTitle: 'ログアウトしました | ${companyName}',
      eventTitle: 'ログアウトしました',
      description: 'このページは閉じてかまいません。',
      buttonText: '${clientName} に進む',
    },
    'logout-continue': {
      pageTitle: 'ログアウト中 | ${companyName}',
      title: 'ログアウトしています',
      description: '他のアプリに知らせています。まもなく元のページに戻ります。',
      buttonText: '続ける',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'このページは有効期限が切れています',
      expiredDescription: '長い間開かれたままだったか、すでに使われています。アプリに戻ってやり直してください。',
      noCookiesTitle: 'このページにはCookieが必要です',
      noCookiesDescription:
        'ブラウザーからCookieが送られませんでした。このサイトのCookieを許可するか、始めたブラウザーに戻り、アプリからやり直してください。',
      notFoundTitle: 'ここには何もありません',
      notFoundDescription: 'アドレスの入力ミスか、ページが移動した可能性があります。',
      invalidTitle: 'この要求にはお応えできません',
      invalidDescription: '移動元のアプリの要求が正しくありません。理由は下の開発者向け情報をご覧ください。',
      deniedTitle: 'アクセスが拒否されました',
      deniedDescription:
        'ここから先に進むことはできません。間違いと思われる場合は、このサービスの運営者にお問い合わせください。',
      tooManyTitle: '要求が多すぎます',
      tooManyDescription: '数分待ってから、もう一度お試しください。',
      unavailableTitle: '現在ご利用いただけません',
      unavailableDescription: 'まもなく復旧する見込みです。少し待ってから、もう一度お試しください。',
      unknownTitle: '問題が発生しました',
      unknownDescription: '原因はこちらにあり、記録されています。少し待ってから、もう一度お試しください。',
      detailsTitle: '開発者向けの情報',
      errorLabel: 'エラー',
      descriptionLabel: '説明',
      requestLabel: '要求',
      backLinkText: '戻る',
      unverifiedDescription:
        '移動元のアプリは確認されておらず、誰でも登録できたものです。この行き先をご存じの場合にのみ続けてください。',
      unverifiedLinkText: '${host} に進む',
      supportLinkText: 'サポート',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {
      text: '${companyName} のコードは ${code} です。誰にも教えないでください。',
      voice:
        'こんにちは。${companyName} のコードをお伝えします。${pause} ${code}。${pause} もう一度お伝えします。${pause} ${code}。',
    },
    otp_enroll: {
      text: '${companyName} にこの電話を追加するコードは ${code} です。誰にも教えないでください。',
      voice:
        'こんにちは。${companyName} にこの電話を追加するコードをお伝えします。${pause} ${code}。${pause} もう一度お伝えします。${pause} ${code}。',
    },
  },
  mail: {
    layout: {
      linkHint: 'ボタンが動作しない場合は、次のアドレスをブラウザーに貼り付けてください：',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'メールアドレスの確認',
      title: 'メールアドレスの確認',
      body: '${companyName} のアカウントに、このアドレスが登録されました。ご自身のものであることを確認してください：',
      buttonText: 'メールアドレスを確認する',
      note: 'リンクは${expires}まで、一度だけ使えます。お心当たりがない場合はこのメールを無視してください。何も起こりません。',
    },
    'verify-email-by-code': {
      subject: 'メールアドレスの確認',
      title: 'メールアドレスの確認',
      body: '${companyName} のアカウントに、このアドレスが登録されました。ご自身のものであることを確認するには、入力を求められた画面に次のコードを入力してください：',
      buttonText: 'サポート',
      note: 'コードは${expires}まで、一度だけ使えます。誰にも教えないでください。お心当たりがない場合はこのメールを無視してください。何も起こりません。',
    },
    welcome: {
      subject: '${companyName} へようこそ',
      title: 'ようこそ',
      body: '${companyName} のアカウントの準備ができました。',
      buttonText: 'サポート',
      note: 'ご自身で作成したものでない場合は、他の方がこのアドレスを登録しています。お知らせください。',
    },
    'reset-password': {
      subject: '新しいパスワードの設定',
      title: '新しいパスワードを設定',
      body: '${companyName} のアカウントのパスワード再設定が、おそらくご本人によって求められました：',
      buttonText: '新しいパスワードを設定する',
      note: 'リンクは${expires}まで、一度だけ使えます。お心当たりがない場合はこのメールを無視してください。パスワードは変わりません。',
    },
    'reset-password-by-code': {
      subject: '新しいパスワードの設定',
      title: '新しいパスワードを設定',
      body: '${companyName} のアカウントのパスワード再設定が、おそらくご本人によって求められました。新しいパスワードを設定するには、入力を求められた画面に次のコードを入力してください：',
      buttonText: 'サポート',
      note: 'コードは${expires}まで、一度だけ使えます。誰にも教えないでください。お心当たりがない場合はこのメールを無視してください。パスワードは変わりません。',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'すでにアカウントをお持ちです',
      title: 'すでにアカウントをお持ちです',
      body: 'このアドレスで ${companyName} のアカウントを作成する操作が、おそらくご本人によって行われました。アカウントはすでにあります。それでログインするか、以前のパスワードがわからない場合は新しいものを設定してください：',
      buttonText: '新しいパスワードを設定する',
      note: 'リンクは${expires}まで、一度だけ使えます。お心当たりがない場合はこのメールを無視してください。アカウントは変わりません。',
    },
    'account-exists-without-reset': {
      subject: 'すでにアカウントをお持ちです',
      title: 'すでにアカウントをお持ちです',
      body: 'このアドレスで ${companyName} のアカウントを作成する操作が、おそらくご本人によって行われました。アカウントはすでにあります。前の画面に戻り、パスキーやお送りするコードなど、いつもの方法でログインしてください。',
      buttonText: 'サポート',
      note: 'お心当たりがない場合はこのメールを無視してください。アカウントは変わりません。',
    },
    'blocked-account': {
      subject: 'アカウントへのログインが試みられました',
      title: 'ログインの失敗が何度もありました',
      body: '${companyName} のアカウントへのログインが、もしかするとご本人によって何度も試され、すべて失敗したため、途中で止めました。ご本人の場合は、再びログインできるようにしてください：',
      buttonText: '再びログインできるようにする',
      note: 'リンクは${expires}まで、一度だけ使えます。お心当たりがない場合も、誰もログインしていません。他人に知られているおそれのあるパスワードをお持ちでしたら、新しいものを設定してください。',
    },
    'enroll-factor': {
      subject: 'アカウントをより安全に',
      title: 'ご本人であることを示す2つ目の方法を追加',
      body: '${companyName} のアカウントの保護を強化する必要があります。認証アプリまたは電話を追加してください：',
      buttonText: '設定する',
      note: 'リンクは${expires}まで、一度だけ使えます。',
    },
    'stolen-credentials': {
      subject: 'パスワードが他人に知られています',
      title: 'パスワードが他人に知られています',
      body: '${companyName} のアカウントのパスワードが、他所から盗まれた一覧に載っており、第三者に試されるおそれがあります。他で使っていないものを設定してください：',
      buttonText: '新しいパスワードを設定する',
      note: 'リンクは${expires}まで、一度だけ使えます。その後はログインページの「パスワードをお忘れですか？」をお使いください。',
    },
    'async-approval': {
      subject: '${clientName} が承認を求めています',
      title: '${clientName} が承認を求めています',
      body: 'おそらくご本人が ${clientName} をお使いで、続けるには承認が必要です。内容をご確認ください：',
      buttonText: '要求を確認する',
      note: '期限は${expires}です。お心当たりがない場合はこのメールを無視してください。ご本人なしには何も承認されません。',
    },
    'magic-link': {
      subject: '${companyName} にログイン',
      title: 'ログイン',
      body: 'リンクを求めたのと同じブラウザーで、このリンクを開いてください。',
      buttonText: 'ログイン',
      note: '${expires}まで、一度だけ使えます。お心当たりがない場合はこのメールを無視してください。ご本人なしには誰も入れません。',
    },
    'one-time-code': {
      subject: '${companyName} のコード',
      title: 'コード',
      body: '入力を求められた画面に、次のコードを入力してください：',
      buttonText: 'サポート',
      note: '${expires}まで、一度だけ使えます。誰にも教えないでください。電話やメールでお尋ねすることは決してありません。コードを求めた覚えがない場合、他人がログインしようとしているおそれがあります。パスワードをお持ちでしたら、新しいものを設定してください。',
    },
    'sign-in-code': {
      subject: '${companyName} のコード',
      title: 'コード',
      body: '入力を求められた画面に、次のコードを入力してください：',
      buttonText: 'サポート',
      note: '${expires}まで、一度だけ使えます。誰にも教えないでください。電話やメールでお尋ねすることは決してありません。コードを求めた覚えがない場合は、このメールを無視してください。コードなしでは誰もログインできません。',
    },
    'confirm-email': {
      subject: '新しいメールアドレスの確認',
      title: '新しいメールアドレスの確認',
      body: 'おそらくご本人が、これを ${companyName} のアカウントのアドレスにしようとしています。',
      buttonText: 'このアドレスを確認する',
      note: 'リンクは${expires}まで、一度だけ使えます。お心当たりがない場合はこのメールを無視してください。何も変わりません。',
    },
    'password-changed': {
      subject: 'パスワードが変更されました',
      title: 'パスワードが変更されました',
      body: '${companyName} のアカウントのパスワードが${time}に変更されました。',
      buttonText: 'サポート',
      note: 'ご本人による変更であれば問題ありません。そうでない場合、第三者がアカウントに入っています。すぐに「パスワードをお忘れですか？」から再設定してください。',
    },
    'factor-added': {
      subject: 'アカウントに2つ目の認証方法が追加されました',
      title: '2つ目の認証方法が追加されました',
      body: '${time}に、${companyName} のアカウントに、ご本人であることを示す新しい方法が追加されました。',
      buttonText: 'サポート',
      note: 'ご本人による追加であれば問題ありません。そうでない場合、第三者がアカウントに入っています。すぐにお知らせください。パスワードをお持ちでしたら、新しいものを設定してください。',
    },
    'factor-removed': {
      subject: 'アカウントから2つ目の認証方法が削除されました',
      title: '2つ目の認証方法が削除されました',
      body: '${time}に、${companyName} のアカウントから、ご本人であることを示す方法が1つ削除されました。',
      buttonText: 'サポート',
      note: 'ご本人による削除であれば問題ありません。そうでない場合、第三者がアカウントに入っています。すぐにお知らせください。パスワードをお持ちでしたら、新しいものを設定してください。',
    },
    'codes-locked': {
      subject: 'アカウントでコードが使えなくなりました',
      title: 'コードが使えなくなりました',
      body: '${companyName} のアカウントで、ログインの最初の手順を通過した何者かが、間違ったコードを続けて100回入力しました。${time}以降、正しいコードも受け付けていません。',
      buttonText: 'サポート',
      note: 'ログインするには、セキュリティキーまたはリカバリーコードを使うか、${companyName} の管理者にお問い合わせください。お心当たりがない場合は、第三者にパスワードを知られているおそれがあります。新しいパスワードを設定してください。',
    },
    'passkey-added': {
      subject: 'アカウントにパスキーが追加されました',
      title: 'パスキーが追加されました',
      body: '${time}に、${companyName} のアカウントにパスキーが追加されました。それを持つ人はログインできます。',
      buttonText: 'サポート',
      note: 'ご本人による追加であれば問題ありません。そうでない場合、第三者がアカウントに入っています。そのパスキーを削除してください。パスワードをお持ちでしたら、新しいものを設定してください。',
    },
    'passkey-removed': {
      subject: 'アカウントからパスキーが削除されました',
      title: 'パスキーが削除されました',
      body: '${time}に、${companyName} のアカウントからパスキーが削除されました。今後、そのパスキーではログインできません。',
      buttonText: 'サポート',
      note: 'ご本人による削除であれば問題ありません。そうでない場合、第三者がアカウントに入っています。すぐにお知らせください。パスワードをお持ちでしたら、新しいものを設定してください。',
    },
    'email-changed': {
      subject: 'メールアドレスが変更されました',
      title: 'メールアドレスが変更されました',
      body: '${time}に、${companyName} のアカウントのメールアドレスが ${oldEmail} から ${newEmail} に変更されました。',
      buttonText: 'サポート',
      note: 'ご本人による変更であれば問題ありません。そうでない場合は、すぐに ${companyName} の運営者にお知らせください。',
    },
  },
}

export default { name: '日本語', prompts } satisfies Translation
