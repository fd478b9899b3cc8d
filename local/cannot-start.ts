/** A condition of the machine that one line explains to its owner; shown without a stack trace. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
