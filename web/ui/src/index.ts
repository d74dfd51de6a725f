/**
 * The own kit: native elements with the bank's look. Every component keeps a visible label, a target of 44 px (60 in
 * elder mode), words beside every colour, and works by keyboard. Nothing here knows the API or a route.
 */
export { Button, LinkButton } from './button.tsx';
export { cardGrouping } from './card-grouping.ts';
export { Check, Choice, type Option } from './choice.tsx';
export { useCountdown } from './countdown.ts';
export { Field, type FieldProps } from './field.tsx';
export { Facts, Money, type Fact } from './figures.tsx';
export { digitsGrouping, idNumberGrouping, mobileGrouping } from './grouping.ts';
export { Icon, type IconName } from './icon.tsx';
export { Keypad } from './keypad.tsx';
export { KeypadShuffled } from './keypad-order.ts';
export { MoneyField } from './money-field.tsx';
export { Notice, Statement } from './notice.tsx';
export { Picker } from './picker.tsx';
export { readingText, useReading, type Reading, type ReadingRule } from './read-through.ts';
export { LegalText, ReadingBar } from './reading-bar.tsx';
export { Ring } from './ring.tsx';
export { ScheduleChart, ScheduleTable } from './schedule.tsx';
export { SetPassword } from './set-password.tsx';
export { Sheet } from './sheet.tsx';
export { Skeleton } from './skeleton.tsx';
export { SmsCode } from './sms-code.tsx';
export { Steps } from './steps.tsx';
