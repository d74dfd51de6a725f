import { Icon, Money } from '@miaodai/ui';
import type { AnswerOf } from '../../api.ts';
import type { Direction } from './transfer.rules.ts';

type WaysProps = { direction: Direction; terms: AnswerOf<'readTransferTerms'> };

/** From where to where, in the order in which the money goes. */
export function Ways({ direction, terms }: WaysProps) {
  const card = { icon: 'bank-card', title: terms.card.bankName, text: <>借记卡 {terms.card.cardNo}</> } as const;
  const account = {
    icon: 'person',
    title: '电子账户',
    text: (
      <>
        {terms.accountNo}
        <br />
        可用余额 <Money fen={terms.availableFen} />
      </>
    ),
  } as const;
  const [from, to] = direction === 'in' ? [card, account] : [account, card];
  return (
    <dl className="ways">
      {[
        { name: '从', ...from },
        { name: '到', ...to },
      ].map(({ name, icon, title, text }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Icon name={icon} />
            <span>
              <b>{title}</b>
              <small className="num">{text}</small>
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
