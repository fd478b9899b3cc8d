export type Language = 'th' | 'en';
export type LocalText = Readonly<Record<Language, string>>;

const KEPT_AS = 'sitthi.language';
const page = document.documentElement;
const thaiTitle = document.title;
const followers: (() => void)[] = [];

let spoken: Language = 'th';

export const language = (): Language => spoken;

export const inLanguage = (text: LocalText): string => text[spoken];

/** Draws now, and again whenever the reader chooses the other language. */
export function drawInLanguage(draw: () => void): void {
  followers.push(draw);
  draw();
}

/** Makes the page's switch work and speaks the language that was chosen last. */
export function startLanguage(): void {
  speak(keptLanguage());
  document.getElementById('language')?.addEventListener('click', () => {
    const chosen = spoken === 'th' ? 'en' : 'th';
    keep(chosen);
    speak(chosen);
    for (const draw of followers) draw();
  });
}

/** Words that stand in the page in both languages are shown by the style sheet. */
function speak(chosen: Language): void {
  spoken = chosen;
  page.lang = chosen;
  document.title = chosen === 'th' ? thaiTitle : (page.dataset.titleEn ?? thaiTitle);
}

/** A browser may forbid storage. */
function keptLanguage(): Language {
  try {
    return localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'th';
  } catch {
    return 'th';
  }
}

function keep(chosen: Language): void {
  try {
    localStorage.setItem(KEPT_AS, chosen);
  } catch {
    // The choice then lasts as long as the page.
  }
}
