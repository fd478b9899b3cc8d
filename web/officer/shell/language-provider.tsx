import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { localeOf } from './dates.ts';
import { type Language, LanguageContext } from './wording.ts';

const KEPT_AS = 'sitthi.language';

/** Thai until the officer chooses otherwise; the choice stays on this device. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'th');
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        localStorage.setItem(KEPT_AS, next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return (
    <LanguageContext.Provider value={choice}>
      <I18nProvider locale={localeOf(language)}>{children}</I18nProvider>
    </LanguageContext.Provider>
  );
}
