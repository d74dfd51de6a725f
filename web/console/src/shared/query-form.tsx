import { CloseOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import './query-table.css';

export type Field = {
  name: string;
  label: string;
  /** Without options it is typed. */
  options?: readonly { value: string; label: string }[];
  placeholder?: string;
};
type Values = Readonly<Record<string, string | undefined>>;
type Props = { fields: readonly Field[]; values: Values; onQuery: (values: Values) => void };

/** Enter asks; 重置 goes back to the beginning and asks. What is in use stands below as chips, each to be taken off. */
export function QueryForm({ fields, values, onQuery }: Props) {
  const inUse = fields.filter(({ name }) => values[name]);
  const nothing = Object.fromEntries(fields.map(({ name }) => [name, undefined]));
  return (
    <>
      <Form
        // The address is the truth: another one is another form.
        key={JSON.stringify(fields.map(({ name }) => values[name]))}
        role="search"
        className="filters panel"
        initialValues={values}
        onFinish={(filled: Values) => onQuery({ ...nothing, ...filled })}
      >
        {fields.map((field) => (
          <FilterField key={field.name} field={field} />
        ))}
        <div className="buttons">
          <Button onClick={() => onQuery(nothing)}>重置</Button>
          <Button type="primary" htmlType="submit">
            查询
          </Button>
        </div>
      </Form>
      {inUse.length ? (
        <div className="chips">
          <span className="muted">已选条件</span>
          {inUse.map((field) => (
            <span className="chip" key={field.name}>
              {field.label}：{wordsOf(field, values[field.name] ?? '')}
              <button
                type="button"
                aria-label={`去掉条件 ${field.label}`}
                onClick={() => onQuery({ ...values, [field.name]: undefined })}
              >
                <CloseOutlined aria-hidden />
              </button>
            </span>
          ))}
          <Button type="link" size="small" onClick={() => onQuery(nothing)}>
            一键清空
          </Button>
        </div>
      ) : null}
    </>
  );
}

const wordsOf = ({ options }: Field, value: string): string =>
  options?.find((option) => option.value === value)?.label ?? value;

function FilterField({ field }: { field: Field }) {
  const { name, label, options, placeholder } = field;
  const id = `filter-${name}`;
  return (
    <label htmlFor={id}>
      {label}
      <Form.Item name={name} noStyle>
        {options ? (
          <Select
            id={id}
            allowClear
            className="filter-control"
            placeholder="全部"
            options={[...options]}
            onChange={() => undefined}
          />
        ) : (
          <Input id={id} allowClear className="filter-control" placeholder={placeholder} data-search />
        )}
      </Form.Item>
    </label>
  );
}
