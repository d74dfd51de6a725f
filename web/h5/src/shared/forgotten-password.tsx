import { Link } from 'wouter';
import { useProduct } from './product.ts';

/** Beside every keypad: what to do when the password is gone. */
export function ForgottenPassword() {
  const { data } = useProduct();
  return (
    <>
      <Link className="link" href="/mine/security">
        忘记或锁定了密码？到安全中心重置
      </Link>
      <br />
      也可以拨打<span className="nowrap num"> {data?.servicePhone ?? '客服电话'}</span>
    </>
  );
}
