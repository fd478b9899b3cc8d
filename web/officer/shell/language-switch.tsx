import { shellWording } from './shell-wording.ts';
import { useLanguage, useWording } from './wording.ts';
import './language-switch.css';

export function LanguageSwitch() {
  const words = useWording(shellWording);
  const { language, choose } = useLanguage();
  return (
    <button
      type="button"
      className="language-switch"
      lang={words.languageOf}
      onClick={() => choose(language === 'th' ? 'en' : 'th')}
    >
      {words.language}
    </button>
  );
}
