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
  'ip-blocked': 'お使いのネットワークからの試行が多すぎます。数分待ってから、もう一度お試しください。',
  'server-busy': '現在たいへん混み合っています。数秒後にもう一度お試しください。',
  'upstream-unavailable': '現在、ご本人の確認ができません。数分後にもう一度お試しください。',
}

const passkey = {}

const passkeyErrors = {}

const passkeyEnrollment = {}

const ticketErrors = {
  eventTitleExpired: 'このリンクは有効期限が切れています',
  eventTitleUsed: 'このリンクはすでに使われています',
  eventTitleGeneric: 'このリンクは使えません',
}

const codeErrors = {}

const codeByEmail = {
  title: 'メールをご確認ください',
  buttonText: '続ける',
  placeholder: 'コード',
  resendText: '届かない場合は、迷惑メールフォルダーもご確認ください。',
  ...formErrors,
  ...codeErrors,
}

const codeBySms = {
  buttonText: '続ける',
  placeholder: 'コード',
  ...formErrors,
  ...codeErrors,
}

const names = {
  emailPlaceholder: 'メールアドレス',
  usernamePlaceholder: 'メールアドレスまたはユーザー名',
  usernameOnlyPlaceholder: 'ユーザー名',
}

const noName = {
  'no-email': 'メールアドレスを入力してください。',
  'no-username': 'メールアドレスまたはユーザー名を入力してください。',
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
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'エラー：${pageTitle}',
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
      emailPlaceholder: 'メールアドレス',
      usernamePlaceholder: 'メールアドレスまたはユーザー名',
      passwordPlaceholder: 'パスワード',
      forgotPasswordText: 'パスワードをお忘れですか？',
      signupActionText: '初めてのご利用ですか？',
      signupActionLinkText: 'アカウントを作成',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeyErrors,
      'wrong-credentials': '入力内容が一致しません。確認してもう一度お試しください。',
      'wrong-credentials-or-unverified':
        '入力内容が一致しないか、メールアドレスがまだ確認されていません。確認だけが済んでいない場合に備え、リンクをもう一度お送りしました。',
      'same-user-login':
        'このアカウントへの試行が多すぎます。ご自身のアカウントであれば、再びログインできるようにするメールをお探しになるか、新しいパスワードを設定してください。',
      'password-breached':
        'このパスワードは、他所から盗まれた一覧に載っているため、ここでは使えなくなりました。「パスワードをお忘れですか？」から新しいものを設定してください。',
      'no-email': 'メールアドレスを入力してください。',
      'no-username': 'メールアドレスまたはユーザー名を入力してください。',
      'no-password': 'パスワードを入力してください。',
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
      passwordPlaceholder: 'パスワード',
      loginActionText: 'すでにアカウントをお持ちですか？',
      loginActionLinkText: 'ログイン',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'invalid-signup': 'この内容ではアカウントを作成できませんでした。すでにお持ちの場合はログインしてください。',
      'no-email': 'メールアドレスを入力してください。',
      'invalid-email-format': 'メールアドレスを name@example.com の形式で入力してください。',
      'no-username': 'ユーザー名を決めてください。',
      'invalid-username': 'ユーザー名には、文字・数字・${characters} を${min}～${max}文字で使ってください。',
      'no-password': 'パスワードを決めてください。',
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
      title: 'ログイン',
      description: '${clientName} に進みます',
      buttonText: '続ける',
      ...names,
      signupActionText: '初めてのご利用ですか？',
      signupActionLinkText: 'アカウントを作成',
      ...formErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      description: '${clientName} に進みます',
      buttonText: '続ける',
      passwordPlaceholder: 'パスワード',
      forgotPasswordText: 'パスワードをお忘れですか？',
      ...password,
      ...formErrors,
      ...signInErrors,
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      title: 'ログイン',
      buttonText: '続ける',
      ...names,
      ...formErrors,
      'no-email': 'メールアドレスを入力してください。',
      'invalid-email-format': 'メールアドレスを name@example.com の形式で入力してください。',
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
      buttonText: 'ログイン',
      ...formErrors,
    },
    'login-passwordless-other-device': {},
    'login-passwordless-link-error': {
      pageTitle: 'リンクの問題 | ${companyName}',
      title: 'このリンクは使えません',
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
      title: 'アカウントを作成',
      description: '${clientName} に進みます',
      buttonText: '続ける',
      emailPlaceholder: 'メールアドレス',
      usernamePlaceholder: 'ユーザー名',
      loginActionText: 'すでにアカウントをお持ちですか？',
      loginActionLinkText: 'ログイン',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      description: '${clientName} に進みます',
      buttonText: '続ける',
      passwordPlaceholder: 'パスワード',
      loginActionText: 'すでにアカウントをお持ちですか？',
      loginActionLinkText: 'ログイン',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'パスワードを決めてください。',
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'パスワードの再設定 | ${companyName}',
      title: 'パスワードをお忘れですか？',
      descriptionEmail: 'メールアドレスを入力してください。新しいパスワードを設定するためのリンクをお送りします。',
      descriptionUsername:
        'メールアドレスまたはユーザー名を入力してください。新しいパスワードを設定するためのリンクをお送りします。',
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
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: '再ログイン | ${companyName}',
      title: '再びログインできるようにする',
      description:
        'このアカウントで誤ったパスワードが何度も試されたため、その場所からは誰もログインできなくなっています。',
      descriptionEmail:
        '${email} のアカウントで誤ったパスワードが何度も試されたため、その場所からは誰もログインできなくなっています。',
      deviceText: 'ご自身の端末でのみ続けてください。以後この端末では、誰が何を試してもログインできます。',
      buttonText: '続ける',
    },
    'user-block-result': {
      pageTitle: 'アカウントに戻る | ${companyName}',
      liftedTitle: '再びログインできます',
      invalidTitle: 'このリンクは使えません',
      liftedDescription:
        '試したのがご自身でない場合、パスワードは破られていません。他人に知られているおそれがあれば、新しいものを設定してください。',
      invalidDescription:
        '有効期限が切れているか、すでに使われているか、途切れています。新しいパスワードの設定は引き続き可能です。',
      buttonText: '${clientName} に進む',
    },
  },
  consent: {
    consent: {
      pageTitle: 'アクセスの許可 | ${clientName}',
      title: 'アクセスを許可しますか？',
      messageSingleTenant: '${clientName} が ${companyName} のアカウントへのアクセスを求めています。',
      pickerTitle: '${userName} としてログイン中',
      scopesTitle: '許可すると、次のことが可能になります：',
      detailsTitle: '求められている内容は次のとおりです：',
      apisTitle: 'アクセスを求めている対象：',
      unverifiedTitle: 'このアプリは確認されていません',
      unverifiedText:
        'このアプリは自らこの名前で登録しました。${companyName} では、誰が運営しているかを確認していません。',
      unverifiedHostText: 'アプリ自身の説明は ${host} にあります。',
      returnHostText: '許可すると、${host} に移動します。',
      returnDeviceText:
        '許可すると、この端末のアプリがアクセスできるようになります。たった今ご自身で起動した場合にのみ続けてください。',
      acceptButtonText: '許可する',
      declineButtonText: '拒否する',
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
    otp_verify: {},
    otp_enroll: {},
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
    'reset-password': {
      subject: '新しいパスワードの設定',
      title: '新しいパスワードを設定',
      body: '${companyName} のアカウントのパスワード再設定が、おそらくご本人によって求められました：',
      buttonText: '新しいパスワードを設定する',
      note: 'リンクは${expires}まで、一度だけ使えます。お心当たりがない場合はこのメールを無視してください。パスワードは変わりません。',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'すでにアカウントをお持ちです',
      title: 'すでにアカウントをお持ちです',
      body: 'このアドレスで ${companyName} のアカウントを作成する操作が、おそらくご本人によって行われました。アカウントはすでにあります。それでログインするか、以前のパスワードがわからない場合は新しいものを設定してください：',
      buttonText: '新しいパスワードを設定する',
      note: 'リンクは${expires}まで、一度だけ使えます。お心当たりがない場合はこのメールを無視してください。アカウントは変わりません。',
    },
    'blocked-account': {
      subject: 'アカウントへのログインが試みられました',
      title: '誤ったパスワードが何度も試されました',
      body: '${companyName} のアカウントで誤ったパスワードが試され、途中で止めました。ご本人の場合は、再びログインできるようにしてください：',
      buttonText: '再びログインできるようにする',
      note: 'リンクは${expires}まで、一度だけ使えます。お心当たりがない場合、パスワードは破られていません。他人に知られているおそれがあれば、新しいものを設定してください。',
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
      title: 'ログイン',
      buttonText: 'ログイン',
    },
    'one-time-code': {
      subject: '${companyName} のコード',
      title: 'コード',
      body: '入力を求められた画面に、次のコードを入力してください：',
      buttonText: 'サポート',
      note: '${expires}まで、一度だけ使えます。誰にも教えないでください。電話やメールでお尋ねすることは決してありません。コードを求めた覚えがない場合、パスワードが知られているおそれがあります。新しいものを設定してください。',
    },
    'password-changed': {
      subject: 'パスワードが変更されました',
      title: 'パスワードが変更されました',
      body: '${companyName} のアカウントのパスワードが${time}に変更されました。',
      buttonText: 'サポート',
      note: 'ご本人による変更であれば問題ありません。そうでない場合、第三者がアカウントに入っています。すぐに「パスワードをお忘れですか？」から再設定してください。',
    },
    'passkey-added': {
      buttonText: 'サポート',
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
