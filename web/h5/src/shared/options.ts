import type { Field } from '@miaodai/http-api/fields';
import type { Option } from '@miaodai/ui';

/** A choice field of the form as a control shows it. */
export const optionsOf = (field: Field): { label: string; options: Option[] } => ({
  label: field.label,
  options: field.kind === 'choice' ? Object.entries(field.options).map(([value, label]) => ({ value, label })) : [],
});
