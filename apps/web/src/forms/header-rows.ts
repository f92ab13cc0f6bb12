type HeaderRow = { name?: string; value?: string | undefined };

/** Rows as they stand in a form, without those in which nothing is typed. */
export const filledHeaders = <Row extends HeaderRow>(rows: readonly Row[] | undefined): Row[] =>
  (rows ?? []).filter(({ name = '', value = '' }) => name.trim() !== '' || value !== '');
