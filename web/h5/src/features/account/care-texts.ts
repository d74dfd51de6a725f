export type CareKind = 'report-loss' | 'release-loss' | 'freeze' | 'unfreeze';

type Texts = {
  title: string;
  lead: string;
  points: readonly string[];
  done: string;
  after: string;
  refused: string;
};

/** What each of them means, before it is asked for and after. */
export const careTexts: Record<CareKind, Texts> = {
  'report-loss': {
    title: '账户挂失',
    lead: '手机丢失、密码或证件信息泄露时，请先挂失',
    points: [
      '挂失期间不能转入转出，也不能借款；贷款到期不能从账户扣款，请在还款日前解除。',
      '凭短信验证码就能挂失，不需要交易密码。收不到短信时，请直接拨打客服电话挂失。',
      '找回手机或改好密码后，可以凭人脸识别和交易密码解除挂失。',
    ],
    done: '已挂失，账户停止支付',
    after: '恢复使用前，请先修改登录密码和交易密码。',
    refused: '挂失没有成功，请立即拨打客服电话',
  },
  'release-loss': {
    title: '解除挂失',
    lead: '解除后账户恢复正常，需要人脸识别和交易密码',
    points: ['请确认手机在自己手里，密码没有泄露。', '解除后可以正常转出和借款。'],
    done: '挂失已解除，账户恢复正常',
    after: '如果是因为信息泄露挂失，请再修改一次密码。',
    refused: '没有解除成功，账户仍是挂失状态',
  },
  freeze: {
    title: '冻结账户',
    lead: '一段时间不用账户，可以先冻结',
    points: [
      '冻结期间不能转入转出，也不能借款；贷款到期不能从账户扣款，请在还款日前解除。',
      '随时可以凭人脸识别和交易密码解除冻结。',
    ],
    done: '账户已冻结',
    after: '需要使用时，在账户页点“解除冻结”。',
    refused: '冻结没有成功',
  },
  unfreeze: {
    title: '解除冻结',
    lead: '解除后账户恢复正常，需要人脸识别和交易密码',
    points: ['只能解除您自己申请的冻结。由银行或有权机关冻结的账户，请联系客服了解。'],
    done: '冻结已解除，账户恢复正常',
    after: '现在可以转入转出和借款。',
    refused: '没有解除成功，账户仍是冻结状态',
  },
};

export const isCareKind = (name: string): name is CareKind => Object.keys(careTexts).includes(name);
