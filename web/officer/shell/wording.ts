import { createContext, useContext } from 'react';

export type Language = 'th' | 'en';

export interface LanguageChoice {
  readonly language: Language;
  choose(language: Language): void;
}

export const LanguageContext = createContext<LanguageChoice>({ language: 'th', choose: () => {} });

export const useLanguage = (): LanguageChoice => useContext(LanguageContext);

/** A screen's words in both languages; the compiler holds them to the same keys. */
export type Wording<Words> = Readonly<Record<Language, Words>>;

export function useWording<Words>(wording: Wording<Words>): Words {
  return wording[useLanguage().language];
}

export interface LocalText {
  readonly th: string;
  readonly en: string;
}

/** Picks the reader's language of a text of the API. */
export function useLocalText(): (text: LocalText) => string {
  const { language } = useLanguage();
  return (text) => text[language];
}
