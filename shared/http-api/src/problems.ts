/**
 * Every way in which the API says no: a closed list. The code is what programs read, the title what a customer may read; a
 * detail in words may be added where the server knows more (which limit, how many tries are left).
 * Sent as RFC 9457 problem details, `application/problem+json`.
 */
export const problems = {
  'invalid-input': { status: 400, title: '填写的内容有误，请检查后重试' },
  'idempotency-key-missing': { status: 400, title: '请求缺少 Idempotency-Key' },
  'wrong-credentials': { status: 401, title: '手机号或登录密码不正确' },
  'wrong-staff-credentials': { status: 401, title: '工号或密码不正确' },
  'not-signed-in': { status: 401, title: '请先登录' },
  'session-expired': { status: 401, title: '登录已超时，请重新登录' },
  'new-device': { status: 401, title: '您正在新设备上登录，请验证短信验证码' },
  'cross-site-request': { status: 403, title: '请求来源不被允许' },
  'right-missing': { status: 403, title: '您没有办理此项业务的权限' },
  'own-loan': { status: 403, title: '不能办理自己的贷款' },
  'same-person': { status: 403, title: '起草人不能复核自己提交的内容' },
  'sign-in-again': { status: 403, title: '为保护您的信息，请重新登录后马上办理' },
  'above-authority': { status: 403, title: '超出您的审批权限，需由更高级别办理' },
  'not-found': { status: 404, title: '没有找到您要的内容' },
  'idempotency-key-reused': { status: 409, title: '同一个 Idempotency-Key 不能用于不同的请求' },
  'request-in-progress': { status: 409, title: '同一请求正在处理，请稍候' },
  'draft-changed': { status: 409, title: '内容已在其他设备上修改，请刷新后继续' },
  'step-not-allowed': { status: 409, title: '当前进度不能进行这一步' },
  'held-by-other': { status: 409, title: '请先领取此申请；正在由他人办理的不能操作' },
  'review-changed': { status: 409, title: '此申请的内容已有变化，请刷新后再办理' },
  'contract-no-taken': { status: 409, title: '该编号已登记过，请核对' },
  'too-many-files': { status: 409, title: '上传的资料已达数量上限' },
  'resubmit-too-early': { status: 409, title: '暂时不能重新提交申请' },
  'face-check-needed': { status: 409, title: '您重新登录后还没有进行人脸识别，请先完成人脸识别' },
  'agreement-outdated': { status: 409, title: '协议已更新，请重新阅读' },
  'cost-statement-unconfirmed': { status: 409, title: '请先阅读并确认综合融资成本明示表' },
  'mobile-taken': { status: 409, title: '该手机号已注册，请直接登录' },
  'transaction-password-unset': { status: 409, title: '您还没有设置交易密码，请先激活电子账户' },
  'account-not-ready': { status: 409, title: '电子账户当前状态不能办理此业务' },
  'face-attempt-expired': { status: 409, title: '人脸识别已超时，请重新开始' },
  'offer-expired': { status: 409, title: '审批额度已过有效期，请重新申请' },
  'application-open': { status: 409, title: '您已有一笔申请正在办理' },
  'account-exists': { status: 409, title: '您已经有电子账户' },
  'consent-not-revocable': { status: 409, title: '这项同意不能单独撤回' },
  'deletion-blocked': { status: 409, title: '还有未了结的业务，暂不能注销' },
  'card-not-bound': { status: 409, title: '还没有绑定银行卡' },
  'card-changed-recently': { status: 409, title: '银行卡刚刚更换，请稍后再办理' },
  'transfers-open': { status: 409, title: '还有正在处理的交易，请等待处理完成' },
  'balance-not-zero': { status: 409, title: '电子账户还有余额，请先全部转出' },
  'back-test-running': { status: 409, title: '该模型有回溯测试正在进行，请稍候' },
  'dossier-erased': { status: 409, title: '保存期已过，决策依据已按规定删除' },
  'loan-closed': { status: 409, title: '该笔贷款已经还清' },
  'loan-written-off': { status: 409, title: '该笔贷款不能在线还款，请联系经办机构' },
  'repayment-open': { status: 409, title: '该笔贷款有一笔还款正在处理，请等待处理完成' },
  'deposit-not-available': { status: 409, title: '该存单不能用于归还这笔贷款' },
  'quote-expired': { status: 409, title: '试算结果已失效，请重新试算' },
  'early-not-yet': { status: 409, title: '该笔贷款现在还不能提前还款' },
  'early-nothing-runs': { status: 409, title: '该笔贷款没有未到期的款项，请直接还款' },
  'early-request-open': { status: 409, title: '该笔贷款已有一笔提前还款申请正在办理' },
  'correction-open': { status: 409, title: '这笔贷款有一项更正正在办理，请先办结' },
  'correction-stale': { status: 409, title: '这笔贷款在预览之后又有变动，请退回后按最新情况重新起草' },
  'core-number-used': { status: 409, title: '该核心流水已经登记过，不能重复使用' },
  'payload-too-large': { status: 413, title: '提交的内容过大' },
  'unsupported-media-type': { status: 415, title: '请以 JSON 格式提交' },
  'identity-mismatch': { status: 422, title: '姓名与身份证号核验未通过' },
  'face-not-matched': { status: 422, title: '人脸识别未通过' },
  'answers-incomplete': { status: 422, title: '还有信息没有填写完整' },
  'sms-code-wrong': { status: 422, title: '短信验证码不正确' },
  'sms-code-expired': { status: 422, title: '短信验证码已失效，请重新获取' },
  'transaction-password-wrong': { status: 422, title: '交易密码不正确' },
  'login-password-wrong': { status: 422, title: '原登录密码不正确' },
  'id-number-needed': { status: 422, title: '请输入身份证号以确认是您本人' },
  'proof-missing': { status: 422, title: '请验证交易密码或原手机号验证码' },
  'password-envelope-expired': { status: 422, title: '密码输入已超时，请重新输入' },
  'above-limit': { status: 422, title: '借款金额超过可用额度' },
  'below-minimum': { status: 422, title: '借款金额低于最低金额' },
  'rate-above-offered': { status: 422, title: '利率不能高于已向客户公示的利率' },
  'file-refused': { status: 422, title: '文件不符合要求，请上传 JPG、PNG 图片或 PDF' },
  'file-infected': { status: 422, title: '文件中发现病毒，未保存' },
  'not-a-multiple': { status: 422, title: '借款金额不是规定金额的整数倍' },
  'id-document-incomplete': { status: 422, title: '请先完成身份证信息核对' },
  'id-document-expired': { status: 422, title: '身份证已过有效期，请更新证件' },
  'id-number-taken': { status: 422, title: '该身份证号已在本行注册，请使用原手机号登录' },
  'too-young': { status: 422, title: '未达到办理年龄' },
  'card-not-supported': { status: 422, title: '该银行卡不支持绑定，请更换本人的借记卡' },
  'card-elements-mismatch': { status: 422, title: '银行卡信息核验未通过，请核对卡号和银行预留手机号' },
  'card-lost': { status: 422, title: '该银行卡已挂失或停用，请更换银行卡' },
  'weak-password': { status: 422, title: '密码过于简单，请重新设置' },
  'transfer-below-minimum': { status: 422, title: '转账金额低于最低金额' },
  'transfer-above-limit': { status: 422, title: '转账金额超过单笔限额' },
  'transfer-above-daily-limit': { status: 422, title: '转账金额超过当日剩余额度' },
  'balance-insufficient': { status: 422, title: '电子账户可用余额不足' },
  'deposit-not-enough': { status: 422, title: '存单支取金额不足以支付本次还款' },
  'repayment-below-minimum': { status: 422, title: '还款金额低于最低金额' },
  'repayment-above-owed': { status: 422, title: '还款金额超过可还金额' },
  'repayment-not-a-multiple': { status: 422, title: '还款金额不是规定金额的整数倍' },
  'sms-code-needed': { status: 422, title: '此金额需要短信验证，请获取验证码' },
  'model-not-valid': { status: 422, title: '模型文件未通过检查，现行版本不受影响' },
  'roster-not-valid': { status: 422, title: '名册文件未通过检查，没有导入，现行名册不受影响' },
  'text-not-valid': { status: 422, title: '文案未通过检查，没有保存，现行版本不受影响' },
  'correction-not-possible': { status: 422, title: '这笔贷款现在不能做此项更正' },
  'core-number-refused': { status: 422, title: '核心系统的记录与此不符，请核对流水号' },
  'sandbox-only': { status: 422, title: '只有沙箱环境可以推进日期' },
  'day-not-ahead': { status: 422, title: '请选择当前业务日期之后、十年以内的日期' },
  'day-in-the-past': { status: 422, title: '生效日不能早于今天' },
  'agreed-today': { status: 422, title: '今天已有客户同意现行版本，新版本最早明天生效' },
  'day-taken': { status: 422, title: '该日已有一个版本生效，请另选生效日' },
  'login-locked': { status: 423, title: '密码错误次数过多，登录已被锁定' },
  'transaction-password-locked': { status: 423, title: '交易密码错误次数过多，已被锁定' },
  'too-many-requests': { status: 429, title: '操作过于频繁，请稍后再试' },
  'internal-error': { status: 500, title: '系统繁忙，请稍后重试；您填写的内容已保留' },
  'outside-system-silent': { status: 503, title: '相关系统暂时没有应答，请稍后重试' },
  overloaded: { status: 503, title: '当前访问人数较多，请稍后重试' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** The body of every answer that is not a success. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  /** What to do, in the customer's words; shown as it is. */
  detail?: string;
  /** The request's id, to be quoted to the bank. */
  instance: string;
  /** What is wrong with which field of the input. */
  fields?: { path: string; message: string }[];
};

export const problemType = (code: ProblemCode): string => `urn:miaodai:problem:${code}`;
