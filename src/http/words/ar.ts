// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Arabic, Modern Standard. Addresses the person in the masculine singular, as the unmarked form of services there, with verbal nouns where they serve.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'إظهار كلمة المرور',
  hidePasswordText: 'إخفاء كلمة المرور',
}

const passwordRules = {
  passwordSecurityText: 'يجب أن تحتوي كلمة المرور على:',
  'password-policy-length-at-least':
    '{count, plural, zero {# حرف على الأقل} one {حرف واحد على الأقل} two {حرفين على الأقل} few {# أحرف على الأقل} many {# حرفًا على الأقل} other {# حرف على الأقل}}',
  'password-policy-contains-at-least': '${count} على الأقل من هذه العناصر (${total}):',
  'password-policy-lower-case': 'حرف لاتيني صغير (a–z)',
  'password-policy-upper-case': 'حرف لاتيني كبير (A–Z)',
  'password-policy-numbers': 'رقم (0–9)',
  'password-policy-special-characters': 'رمز خاص (مثل !@#$%)',
  'password-policy-identical-chars':
    'ما لا يزيد على {count, plural, zero {# حرف متطابق متتالٍ} one {حرف واحد متطابق متتالٍ} two {حرفين متطابقين متتاليين} few {# أحرف متطابقة متتالية} many {# حرفًا متطابقًا متتاليًا} other {# حرف متطابق متتالٍ}}',
}

const passwordErrors = {
  'password-too-weak': 'كلمة المرور هذه لا تستوفي القواعد أدناه.',
  'password-too-common': 'كلمة المرور هذه واردة في قوائم كلمات المرور الشائعة. اختر كلمة يصعب تخمينها.',
  'password-too-long':
    'كلمة المرور هذه طويلة جدًا. استخدم {max, plural, zero {# حرف} one {حرفًا واحدًا} two {حرفين} few {# أحرف} many {# حرفًا} other {# حرف}} كحد أقصى.',
  'password-contains-user-information': 'تحتوي كلمة المرور هذه على معلومات عنك. اختر كلمة لا تحتوي عليها.',
  'password-breached':
    'كلمة المرور هذه واردة في قوائم سُرقت من أماكن أخرى، لذا قد يجرّبها آخرون. اختر كلمة لا تستخدمها في أي مكان آخر.',
  'password-previously-used': 'سبق أن استخدمت كلمة المرور هذه. اختر كلمة جديدة.',
}

const formErrors = {
  alertListTitle: 'يرجى تصحيح ما يلي:',
  'form-expired': 'بقيت هذه الصفحة مفتوحة مدة طويلة. يرجى المحاولة مرة أخرى.',
  'ip-blocked': 'جاءت محاولات كثيرة جدًا من شبكتك. انتظر بضع دقائق ثم حاول مرة أخرى.',
  'server-busy': 'لدينا ضغط كبير الآن. يرجى المحاولة مرة أخرى بعد ثوانٍ.',
  'upstream-unavailable': 'لا يمكننا التحقق من هويتك الآن. يرجى المحاولة مرة أخرى بعد بضع دقائق.',
}

const passkey = {}

const passkeyErrors = {}

const passkeyEnrollment = {}

const ticketErrors = {
  eventTitleExpired: 'انتهت صلاحية هذا الرابط',
  eventTitleUsed: 'سبق استخدام هذا الرابط',
  eventTitleGeneric: 'هذا الرابط لا يعمل',
}

const codeErrors = {}

const codeByEmail = {
  title: 'تحقق من بريدك',
  buttonText: 'متابعة',
  placeholder: 'الرمز',
  resendText: 'لم يصل شيء؟ ابحث في مجلد البريد غير المرغوب فيه أيضًا.',
  ...formErrors,
  ...codeErrors,
}

const codeBySms = {
  buttonText: 'متابعة',
  placeholder: 'الرمز',
  ...formErrors,
  ...codeErrors,
}

const names = {
  emailPlaceholder: 'البريد الإلكتروني',
  usernamePlaceholder: 'البريد الإلكتروني أو اسم المستخدم',
  usernameOnlyPlaceholder: 'اسم المستخدم',
}

const noName = {
  'no-email': 'أدخل بريدك الإلكتروني.',
  'no-username': 'أدخل بريدك الإلكتروني أو اسم المستخدم.',
}

const signInErrors = {
  'wrong-credentials': 'هذه البيانات غير متطابقة. تحقق منها وحاول مرة أخرى.',
  'wrong-credentials-or-unverified':
    'هذه البيانات غير متطابقة، أو لم يُؤكَّد البريد الإلكتروني بعد. إن كان هذا كل ما ينقص، فقد أرسلنا إليك الرابط مرة أخرى.',
  'same-user-login':
    'أُجريت محاولات كثيرة جدًا على هذا الحساب. إن كان حسابك، فابحث عن رسالة منا تتيح لك الدخول من جديد، أو اختر كلمة مرور جديدة.',
  'password-breached':
    'كلمة مرورك واردة في قوائم سُرقت من أماكن أخرى، لذا لم تعد تتيح الدخول هنا. اختر كلمة جديدة عبر «هل نسيت كلمة المرور؟».',
  'no-password': 'أدخل كلمة المرور.',
}

const signUpErrors = {
  'invalid-signup': 'تعذر إنشاء حساب بهذه البيانات. إن كان لديك حساب، فسجّل الدخول به.',
  'no-email': 'أدخل بريدك الإلكتروني.',
  'invalid-email-format': 'أدخل بريدًا إلكترونيًا بصيغة name@example.com.',
  'no-username': 'اختر اسم مستخدم.',
  'invalid-username': 'استخدم من ${min} إلى ${max} من الحروف أو الأرقام أو أيٍّ من ${characters} لاسم المستخدم.',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'خطأ: ${pageTitle}',
      logoAltText: '${companyName}',
      languagePickerText: 'اللغة',
    },
  },
  login: {
    login: {
      pageTitle: 'تسجيل الدخول | ${clientName}',
      title: 'تسجيل الدخول',
      description: 'المتابعة إلى ${clientName}',
      buttonText: 'متابعة',
      emailPlaceholder: 'البريد الإلكتروني',
      usernamePlaceholder: 'البريد الإلكتروني أو اسم المستخدم',
      passwordPlaceholder: 'كلمة المرور',
      forgotPasswordText: 'هل نسيت كلمة المرور؟',
      signupActionText: 'هل أنت جديد هنا؟',
      signupActionLinkText: 'إنشاء حساب',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeyErrors,
      'wrong-credentials': 'هذه البيانات غير متطابقة. تحقق منها وحاول مرة أخرى.',
      'wrong-credentials-or-unverified':
        'هذه البيانات غير متطابقة، أو لم يُؤكَّد البريد الإلكتروني بعد. إن كان هذا كل ما ينقص، فقد أرسلنا إليك الرابط مرة أخرى.',
      'same-user-login':
        'أُجريت محاولات كثيرة جدًا على هذا الحساب. إن كان حسابك، فابحث عن رسالة منا تتيح لك الدخول من جديد، أو اختر كلمة مرور جديدة.',
      'password-breached':
        'كلمة مرورك واردة في قوائم سُرقت من أماكن أخرى، لذا لم تعد تتيح الدخول هنا. اختر كلمة جديدة عبر «هل نسيت كلمة المرور؟».',
      'no-email': 'أدخل بريدك الإلكتروني.',
      'no-username': 'أدخل بريدك الإلكتروني أو اسم المستخدم.',
      'no-password': 'أدخل كلمة المرور.',
    },
  },
  signup: {
    signup: {
      pageTitle: 'إنشاء حساب | ${clientName}',
      title: 'أنشئ حسابك',
      description: 'المتابعة إلى ${clientName}',
      buttonText: 'متابعة',
      emailPlaceholder: 'البريد الإلكتروني',
      usernamePlaceholder: 'اسم المستخدم',
      passwordPlaceholder: 'كلمة المرور',
      loginActionText: 'هل لديك حساب؟',
      loginActionLinkText: 'تسجيل الدخول',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'invalid-signup': 'تعذر إنشاء حساب بهذه البيانات. إن كان لديك حساب، فسجّل الدخول به.',
      'no-email': 'أدخل بريدك الإلكتروني.',
      'invalid-email-format': 'أدخل بريدًا إلكترونيًا بصيغة name@example.com.',
      'no-username': 'اختر اسم مستخدم.',
      'invalid-username': 'استخدم من ${min} إلى ${max} من الحروف أو الأرقام أو أيٍّ من ${characters} لاسم المستخدم.',
      'no-password': 'اختر كلمة مرور.',
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
      title: 'تسجيل الدخول',
      description: 'المتابعة إلى ${clientName}',
      buttonText: 'متابعة',
      ...names,
      signupActionText: 'هل أنت جديد هنا؟',
      signupActionLinkText: 'إنشاء حساب',
      ...formErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      description: 'المتابعة إلى ${clientName}',
      buttonText: 'متابعة',
      passwordPlaceholder: 'كلمة المرور',
      forgotPasswordText: 'هل نسيت كلمة المرور؟',
      ...password,
      ...formErrors,
      ...signInErrors,
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      title: 'تسجيل الدخول',
      buttonText: 'متابعة',
      ...names,
      ...formErrors,
      'no-email': 'أدخل بريدك الإلكتروني.',
      'invalid-email-format': 'أدخل بريدًا إلكترونيًا بصيغة name@example.com.',
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
      buttonText: 'تسجيل الدخول',
      ...formErrors,
    },
    'login-passwordless-other-device': {},
    'login-passwordless-link-error': {
      pageTitle: 'مشكلة في الرابط | ${companyName}',
      title: 'هذا الرابط لا يعمل',
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
      title: 'أنشئ حسابك',
      description: 'المتابعة إلى ${clientName}',
      buttonText: 'متابعة',
      emailPlaceholder: 'البريد الإلكتروني',
      usernamePlaceholder: 'اسم المستخدم',
      loginActionText: 'هل لديك حساب؟',
      loginActionLinkText: 'تسجيل الدخول',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      description: 'المتابعة إلى ${clientName}',
      buttonText: 'متابعة',
      passwordPlaceholder: 'كلمة المرور',
      loginActionText: 'هل لديك حساب؟',
      loginActionLinkText: 'تسجيل الدخول',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'اختر كلمة مرور.',
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'إعادة تعيين كلمة المرور | ${companyName}',
      title: 'هل نسيت كلمة المرور؟',
      descriptionEmail: 'أخبرنا ببريدك الإلكتروني وسنرسل إليك رابطًا لاختيار كلمة مرور جديدة.',
      descriptionUsername: 'أخبرنا ببريدك الإلكتروني أو اسم المستخدم وسنرسل إليك رابطًا لاختيار كلمة مرور جديدة.',
      placeholderEmail: 'البريد الإلكتروني',
      placeholderUsername: 'البريد الإلكتروني أو اسم المستخدم',
      buttonText: 'متابعة',
      backToLoginLinkText: 'العودة إلى تسجيل الدخول',
      ...formErrors,
      'no-email': 'أدخل بريدك الإلكتروني.',
      'no-username': 'أدخل بريدك الإلكتروني أو اسم المستخدم.',
      'too-many-email': 'لقد أرسلنا عدة رسائل بالفعل. انتظر بضع دقائق ثم حاول مرة أخرى.',
    },
    'reset-password-email': {
      pageTitle: 'تحقق من بريدك | ${companyName}',
      title: 'تحقق من بريدك',
      emailDescription: 'إذا كان هناك حساب باسم ${email}، فإن رابط اختيار كلمة مرور جديدة في طريقه إليك.',
      usernameDescription:
        'إذا كان هناك حساب باسم ${email}، فإن رابط اختيار كلمة مرور جديدة في طريقه إلى بريده الإلكتروني.',
      resendText: 'لم يصل شيء؟ ابحث في مجلد البريد غير المرغوب فيه أيضًا.',
      resendLinkText: 'إرسال مرة أخرى',
      resentText: 'أُرسل مرة أخرى.',
      backToLoginLinkText: 'العودة إلى تسجيل الدخول',
    },
    'reset-password': {
      pageTitle: 'اختيار كلمة مرور جديدة | ${companyName}',
      title: 'اختر كلمة مرور جديدة',
      description: 'بعد تغييرها، سجّل الدخول بالكلمة الجديدة.',
      descriptionEmail: 'سيؤدي هذا إلى تغيير كلمة مرور ${email}.',
      buttonText: 'متابعة',
      passwordPlaceholder: 'كلمة المرور الجديدة',
      reEnterPasswordPlaceholder: 'تكرار كلمة المرور الجديدة',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'اختر كلمة مرور جديدة.',
      'no-re-enter-password': 'أدخل كلمة المرور الجديدة مرة ثانية.',
      'password-mismatch': 'كلمتا المرور مختلفتان.',
    },
    'reset-password-success': {
      pageTitle: 'تم تغيير كلمة المرور | ${companyName}',
      eventTitle: 'تم تغيير كلمة المرور',
      description: 'يمكنك الآن تسجيل الدخول بكلمة المرور الجديدة.',
      buttonText: 'المتابعة إلى ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'مشكلة في الرابط | ${companyName}',
      ...ticketErrors,
      descriptionExpired: 'تعمل روابط إعادة تعيين كلمة المرور لمدة محدودة. اطلب رابطًا جديدًا.',
      descriptionUsed: 'يعمل رابط إعادة تعيين كلمة المرور مرة واحدة فقط. اطلب رابطًا جديدًا إن احتجت إليه.',
      descriptionGeneric: 'ربما اقتُطع عند نسخه. افتحه من الرسالة مرة أخرى، أو اطلب رابطًا جديدًا.',
      requestLinkText: 'طلب رابط جديد',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'تأكيد البريد الإلكتروني | ${companyName}',
      title: 'أكّد بريدك الإلكتروني',
      description: 'بقيت خطوة واحدة: أكّد أن هذا العنوان لك.',
      descriptionEmail: 'بقيت خطوة واحدة: أكّد أن ${email} لك.',
      buttonText: 'متابعة',
    },
    'email-verification-result': {
      pageTitle: 'تأكيد البريد الإلكتروني | ${companyName}',
      verifiedTitle: 'تم تأكيد البريد الإلكتروني',
      errorTitle: 'لم يُؤكَّد البريد الإلكتروني',
      verifiedDescription: 'شكرًا لك. تم تأكيد بريدك الإلكتروني.',
      alreadyVerifiedDescription: 'سبق تأكيد هذا البريد الإلكتروني. لم يبقَ شيء لتفعله.',
      invalidAccountOrCodeDescription:
        'انتهت صلاحية هذا الرابط أو سبق استخدامه أو أنه غير مكتمل. سجّل الدخول للحصول على رابط جديد.',
      unknownErrorDescription: 'حدث خطأ من جانبنا. يرجى فتح الرابط مرة أخرى بعد قليل.',
      buttonText: 'المتابعة إلى ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'تحقق من بريدك | ${companyName}',
      title: 'تحقق من بريدك',
      description: 'أرسلنا رابطًا إلى ${email}. افتحه لتأكيد أن العنوان لك، ثم عد إلى هنا.',
      resendText: 'لم يصل شيء؟ ابحث في مجلد البريد غير المرغوب فيه أيضًا.',
      resendActionText: 'إرسال مرة أخرى',
      resentText: 'أُرسل مرة أخرى.',
      backToLoginLinkText: 'العودة إلى تسجيل الدخول',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'الدخول من جديد | ${companyName}',
      title: 'استعد إمكانية الدخول',
      description: 'جُرّبت كلمات مرور خاطئة كثيرة على حسابك، لذا لم يعد بإمكان أحد الدخول إليه من هناك.',
      descriptionEmail: 'جُرّبت كلمات مرور خاطئة كثيرة على حساب ${email}، لذا لم يعد بإمكان أحد الدخول إليه من هناك.',
      deviceText: 'تابع على جهاز يخصك فقط: سيبقى الدخول منه متاحًا من الآن فصاعدًا مهما حاول الآخرون.',
      buttonText: 'متابعة',
    },
    'user-block-result': {
      pageTitle: 'العودة إلى حسابك | ${companyName}',
      liftedTitle: 'يمكنك تسجيل الدخول من جديد',
      invalidTitle: 'هذا الرابط لا يعمل',
      liftedDescription:
        'إن لم تكن أنت من حاول، فقد صمدت كلمة مرورك. اختر كلمة جديدة إن كان من الممكن أن يعرفها آخرون.',
      invalidDescription: 'انتهت صلاحيته أو سبق استخدامه أو أنه غير مكتمل. لا يزال بإمكانك اختيار كلمة مرور جديدة.',
      buttonText: 'المتابعة إلى ${clientName}',
    },
  },
  consent: {
    consent: {
      pageTitle: 'السماح بالوصول | ${clientName}',
      title: 'هل تسمح بالوصول؟',
      messageSingleTenant: 'يطلب ${clientName} الوصول إلى حسابك في ${companyName}.',
      pickerTitle: 'تم تسجيل الدخول باسم ${userName}',
      scopesTitle: 'سيتمكن التطبيق من:',
      detailsTitle: 'يطلب التطبيق هذا بالتحديد:',
      apisTitle: 'يطلب التطبيق الوصول إلى:',
      unverifiedTitle: 'هذا التطبيق لم يُتحقق منه',
      unverifiedText: 'سجّل التطبيق نفسه بهذا الاسم. لم يتحقق أحد في ${companyName} ممن يقف وراءه.',
      unverifiedHostText: 'يعرّف التطبيق بنفسه على ${host}.',
      returnHostText: 'إذا سمحت بذلك، فستُنقل إلى ${host}.',
      returnDeviceText: 'إذا سمحت بذلك، فسيحصل تطبيق على هذا الجهاز على الوصول. تابع فقط إن كنت قد شغّلته بنفسك للتو.',
      acceptButtonText: 'سماح',
      declineButtonText: 'رفض',
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'معرفة من أنت',
      profile: 'الاطلاع على اسمك وصورتك وبيانات أخرى من ملفك الشخصي',
      email: 'الاطلاع على بريدك الإلكتروني',
      address: 'الاطلاع على عنوانك البريدي',
      phone: 'الاطلاع على رقم هاتفك',
      offline_access: 'الاحتفاظ بهذا الوصول أثناء غيابك',
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'ربط جهاز | ${companyName}',
      title: 'ربط جهاز',
      description: 'أدخل الرمز الذي يعرضه جهازك.',
      placeholder: 'الرمز',
      buttonText: 'متابعة',
      ...formErrors,
      'no-code': 'أدخل الرمز الذي يعرضه جهازك.',
      'invalid-code': 'لا يوجد رمز كهذا. قارنه بالرمز الظاهر على جهازك وحاول مرة أخرى.',
      'expired-code': 'انتهت صلاحية هذا الرمز. احصل على رمز جديد من جهازك.',
      'used-code': 'سبق استخدام هذا الرمز. احصل على رمز جديد من جهازك.',
    },
    'device-code-confirmation': {
      pageTitle: 'تأكيد جهازك | ${clientName}',
      title: 'هل هذا جهازك؟',
      description: 'يطلب جهاز استخدام ${clientName} بحسابك في ${companyName}.',
      inputCodeText: 'يعرض الجهاز هذا الرمز:',
      deviceTitle: 'جاء الطلب من هنا:',
      addressLabel: 'عنوان الشبكة',
      userAgentLabel: 'يعرّف الجهاز نفسه بأنه',
      warningText:
        'تابع فقط إن كان هذا الجهاز أمامك وكنت أنت من بدأ. إن أرسل إليك أحد الرمز أو رابطًا، فهو يريد الدخول إلى حسابك.',
      confirmText: 'نعم، اربطه',
      cancelText: 'لا، ليس جهازي',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'تم ربط الجهاز | ${clientName}',
      eventTitle: 'تم ربط جهازك',
      description: 'يتابع ${clientName} هناك تلقائيًا. يمكنك إغلاق هذه الصفحة.',
    },
    'device-code-activation-denied': {
      pageTitle: 'لم يُربط الجهاز | ${companyName}',
      eventTitle: 'لم يُربط الجهاز',
      description: 'لا يملك الجهاز وصولًا إلى حسابك. يمكنك إغلاق هذه الصفحة.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'مراجعة طلب | ${clientName}',
      title: 'هناك طلب يحتاج إلى موافقتك',
      description: 'يطلب منك ${clientName} الموافقة على أمر ما. سجّل الدخول لمعرفة ما هو.',
      buttonText: 'مراجعة الطلب',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'الموافقة على طلب | ${clientName}',
      title: 'هل توافق؟',
      description: 'يطلب ${clientName} موافقتك.',
      bindingMessageTitle: 'قارن هذا بما قيل لك أو عُرض عليك هناك:',
      scopesTitle: 'سيتمكن التطبيق من:',
      detailsTitle: 'يطلب التطبيق هذا بالتحديد:',
      warningText: 'وافق فقط على ما تعرفه. إن لم تكن تتوقع هذا، فارفض.',
      acceptButtonText: 'موافقة',
      declineButtonText: 'رفض',
      pickerTitle: 'تم تسجيل الدخول باسم ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'تمت الموافقة على الطلب | ${clientName}',
      eventTitle: 'لقد وافقت على الطلب',
      description: 'يتابع ${clientName} تلقائيًا. يمكنك إغلاق هذه الصفحة.',
    },
    'async-approval-denied': {
      pageTitle: 'رُفض الطلب | ${clientName}',
      eventTitle: 'لقد رفضت الطلب',
      description: 'لم يحصل ${clientName} على شيء. يمكنك إغلاق هذه الصفحة.',
    },
    'async-approval-error': {
      pageTitle: 'مشكلة في الطلب | ${companyName}',
      goneTitle: 'لم يعد هذا الطلب قيد الانتظار',
      goneDescription: 'انتهت صلاحيته أو سبق الرد عليه، أو أن الرابط غير مكتمل.',
      refusedTitle: 'لا يمكن الموافقة على هذا الطلب',
      refusedDescription: 'لا يُسمح لحسابك أو للتطبيق بذلك حاليًا. لم تتم الموافقة على شيء.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'حساب آخر | ${companyName}',
      eventTitle: 'هذا الطلب يخص حسابًا آخر',
      description: 'افتح الرابط في الرسالة مرة أخرى وسجّل الدخول بالحساب الذي أُرسلت إليه.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'تسجيل الخروج | ${clientName}',
      title: 'هل تريد تسجيل الخروج؟',
      userSalute: 'تم تسجيل الدخول باسم ${userName}',
      description: 'سيؤدي هذا إلى إنهاء جلستك في ${companyName} في هذا المتصفح.',
      acceptButtonText: 'تسجيل الخروج',
      declineButtonText: 'البقاء قيد تسجيل الدخول',
    },
    'logout-complete': {
      pageTitle: 'تم تسجيل الخروج | ${companyName}',
      eventTitle: 'تم تسجيل خروجك',
      description: 'يمكنك إغلاق هذه الصفحة الآن.',
      buttonText: 'المتابعة إلى ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'جارٍ تسجيل الخروج | ${companyName}',
      title: 'جارٍ تسجيل خروجك',
      description: 'يجري إبلاغ تطبيقاتك الأخرى. ستعود بعد لحظات.',
      buttonText: 'متابعة',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'انتهت صلاحية هذه الصفحة',
      expiredDescription: 'بقيت مفتوحة مدة طويلة أو سبق استخدامها. عد إلى التطبيق وابدأ من جديد.',
      notFoundTitle: 'لا يوجد شيء هنا',
      notFoundDescription: 'ربما كُتب العنوان خطأً، أو نُقلت الصفحة.',
      invalidTitle: 'لا يمكن الرد على هذا الطلب',
      invalidDescription: 'طلب التطبيق الذي أرسلك إلى هنا شيئًا غير صالح. يجد مطوّروه السبب أدناه.',
      deniedTitle: 'تم رفض الوصول',
      deniedDescription: 'لا يُسمح لك بالمتابعة من هنا. إن كنت ترى أن هذا خطأ، فاسأل القائمين على هذه الخدمة.',
      tooManyTitle: 'طلبات كثيرة جدًا',
      tooManyDescription: 'انتظر بضع دقائق ثم حاول مرة أخرى.',
      unavailableTitle: 'الخدمة غير متاحة الآن',
      unavailableDescription: 'من المفترض أن يزول هذا قريبًا. يرجى المحاولة مرة أخرى بعد قليل.',
      unknownTitle: 'حدث خطأ ما',
      unknownDescription: 'الخطأ منا لا منك، وقد سُجّل. يرجى المحاولة مرة أخرى بعد قليل.',
      detailsTitle: 'تفاصيل للمطوّرين',
      errorLabel: 'الخطأ',
      descriptionLabel: 'الوصف',
      requestLabel: 'الطلب',
      backLinkText: 'رجوع',
      unverifiedDescription:
        'التطبيق الذي أرسلك إلى هنا لم يُتحقق منه: كان بإمكان أي شخص تسجيله. تابع فقط إن كنت تعرف هذا المكان.',
      unverifiedLinkText: 'المتابعة إلى ${host}',
      supportLinkText: 'الحصول على المساعدة',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {},
    otp_enroll: {},
  },
  mail: {
    layout: {
      linkHint: 'إذا لم يعمل الزر، فانسخ هذا العنوان إلى متصفحك:',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'أكّد بريدك الإلكتروني',
      title: 'أكّد بريدك الإلكتروني',
      body: 'أُعطي هذا العنوان لحساب في ${companyName}. أكّد أنه لك:',
      buttonText: 'تأكيد البريد الإلكتروني',
      note: 'يعمل الرابط مرة واحدة، حتى ${expires}. إن لم تطلب هذا، فتجاهل هذه الرسالة ولن يحدث شيء.',
    },
    'reset-password': {
      subject: 'اختر كلمة مرور جديدة',
      title: 'اختر كلمة مرور جديدة',
      body: 'طلب أحدهم، ونأمل أن يكون أنت، إعادة تعيين كلمة مرور حسابك في ${companyName}:',
      buttonText: 'اختيار كلمة مرور جديدة',
      note: 'يعمل الرابط مرة واحدة، حتى ${expires}. إن لم تطلب هذا، فتجاهل هذه الرسالة؛ ستبقى كلمة مرورك كما هي.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'لديك حساب بالفعل',
      title: 'لديك حساب بالفعل',
      body: 'حاول أحدهم، ونأمل أن يكون أنت، إنشاء حساب في ${companyName} بهذا العنوان. هناك حساب بالفعل: سجّل الدخول به، أو اختر كلمة مرور جديدة إن كنت لا تعرف القديمة:',
      buttonText: 'اختيار كلمة مرور جديدة',
      note: 'يعمل الرابط مرة واحدة، حتى ${expires}. إن لم تكن أنت، فتجاهل هذه الرسالة؛ سيبقى حسابك كما هو.',
    },
    'blocked-account': {
      subject: 'حاول أحدهم الدخول إلى حسابك',
      title: 'كلمات مرور خاطئة كثيرة جدًا',
      body: 'جُرّبت كلمات مرور خاطئة على حسابك في ${companyName} إلى أن أوقفنا ذلك. إن كنت أنت، فاستعد إمكانية الدخول:',
      buttonText: 'استعادة إمكانية الدخول',
      note: 'يعمل الرابط مرة واحدة، حتى ${expires}. إن لم تكن أنت، فقد صمدت كلمة مرورك؛ اختر كلمة جديدة إن كان من الممكن أن يعرفها آخرون.',
    },
    'stolen-credentials': {
      subject: 'كلمة مرورك معروفة لآخرين',
      title: 'كلمة مرورك معروفة لآخرين',
      body: 'كلمة مرور حسابك في ${companyName} واردة في قوائم سُرقت من أماكن أخرى، لذا قد يجرّبها آخرون. اختر كلمة لا تستخدمها في أي مكان آخر:',
      buttonText: 'اختيار كلمة مرور جديدة',
      note: 'يعمل الرابط مرة واحدة، حتى ${expires}. بعد ذلك، استخدم «هل نسيت كلمة المرور؟» في صفحة تسجيل الدخول.',
    },
    'async-approval': {
      subject: 'يطلب ${clientName} موافقتك',
      title: 'يطلب ${clientName} موافقتك',
      body: 'يستخدم أحدهم، ونأمل أن يكون أنت، ${clientName} الذي يحتاج إلى موافقتك للمتابعة. اطّلع على ما يطلبه:',
      buttonText: 'مراجعة الطلب',
      note: 'أمامك حتى ${expires}. إن كنت لا تعرف شيئًا عن هذا، فتجاهل هذه الرسالة؛ فمن دونك لا تتم الموافقة على شيء.',
    },
    'magic-link': {
      title: 'تسجيل الدخول',
      buttonText: 'تسجيل الدخول',
    },
    'one-time-code': {
      subject: 'رمزك لدى ${companyName}',
      title: 'رمزك',
      body: 'أدخل هذا الرمز حيث طُلب منك:',
      buttonText: 'الحصول على المساعدة',
      note: 'يمكن استخدامه مرة واحدة، حتى ${expires}. لا تخبر به أحدًا: نحن لا نطلبه أبدًا عبر الهاتف أو البريد. إن لم تطلب رمزًا، فقد يعرف أحدهم كلمة مرورك؛ اختر كلمة جديدة.',
    },
    'password-changed': {
      subject: 'تم تغيير كلمة مرورك',
      title: 'تم تغيير كلمة مرورك',
      body: 'تم تغيير كلمة مرور حسابك في ${companyName} في ${time}.',
      buttonText: 'الحصول على المساعدة',
      note: 'إن كنت أنت، فكل شيء على ما يرام. وإلا فقد دخل شخص آخر إلى حسابك: استخدم «هل نسيت كلمة المرور؟» لإعادة تعيينها فورًا.',
    },
    'passkey-added': {
      buttonText: 'الحصول على المساعدة',
    },
    'email-changed': {
      subject: 'تم تغيير بريدك الإلكتروني',
      title: 'تم تغيير بريدك الإلكتروني',
      body: 'في ${time} تم تغيير البريد الإلكتروني لحسابك في ${companyName} من ${oldEmail} إلى ${newEmail}.',
      buttonText: 'الحصول على المساعدة',
      note: 'إن كنت أنت، فكل شيء على ما يرام. وإلا فأبلغ القائمين على ${companyName} فورًا.',
    },
  },
}

export default { name: 'العربية', prompts } satisfies Translation
