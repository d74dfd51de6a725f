/** After the errors are drawn: focus the first field that has one, clear of the header (scroll-padding does that). */
export function focusFirstError(): void {
  requestAnimationFrame(() => {
    const invalid = document.querySelector('[data-invalid]');
    const field = invalid?.querySelector<HTMLElement>('input, select, button');
    invalid?.scrollIntoView({ block: 'center' });
    field?.focus({ preventScroll: true });
  });
}
