/** The text cannot be edited without guessing. `line` and `column` count from 1. */
export class UneditableText extends Error {
  override readonly name = 'UneditableText';
  readonly line: number;
  readonly column: number;

  constructor(reason: string, text: string, offset: number) {
    super(reason);
    const before = text.slice(0, offset);
    this.line = before.split(/\r\n|\r|\n/).length;
    this.column = offset - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
  }
}
