/** A text in the two languages of the system; Thai is the one that counts. */
export type LocalText = { th: string; en: string };
