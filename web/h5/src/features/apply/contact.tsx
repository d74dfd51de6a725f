import { useProduct } from '../../shared/product.ts';

/** A person to speak to. */
export function Contact() {
  const { data } = useProduct();
  if (!data) return null;
  return (
    <a className="button" data-kind="secondary" href={`tel:${data.servicePhone.replace(/[^\d+]/g, '')}`}>
      拨打人工客服 {data.servicePhone}
    </a>
  );
}
