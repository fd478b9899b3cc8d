export type Language = 'th' | 'en';

/** Thai unless the caller prefers English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const weights = { th: 0, en: 0 };
  for (const part of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find(Boolean);
    const weight = quality === undefined ? 1 : Number(quality);
    const language = tag.split('-')[0];
    if (language === 'th' || language === 'en') weights[language] = Math.max(weights[language], weight);
  }
  return weights.en > weights.th ? 'en' : 'th';
}
