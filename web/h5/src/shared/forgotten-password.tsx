import { Link } from 'wouter';
import { useProduct } from './product.ts';

/** Beside every keypad: what to do when the password is gone. */
export function ForgottenPassword() {
  const { data } = useProduct();
  return (
    <>
      忘记密码或密码被锁定，可以
      <Link className="link" href="/mine/security">
        在安全中心重置
      </Link>
      ，或拨打 {data?.servicePhone ?? '客服电话'}。
    </>
  );
}
