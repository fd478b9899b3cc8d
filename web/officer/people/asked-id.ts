/** In memory only: an ID goes to the next screen without standing in an address or in the browser's history. */
let asked: string | undefined;

export const keepAskedId = (typed: string): void => {
  asked = typed;
};
export const askedId = (): string => asked ?? '';
export const forgetAskedId = (): void => {
  asked = undefined;
};
