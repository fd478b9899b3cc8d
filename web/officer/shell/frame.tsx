import { LogOut, MenuIcon, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, NavLink, Outlet, useLocation, useNavigation } from 'react-router';
import { Loading } from '../controls/loading.tsx';
import { showUnread, useUnread } from '../people/announcement-source.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { MENU, type MenuItem } from './menu.ts';
import { type Me, useOfficer } from './officer.ts';
import { shellWording } from './shell-wording.ts';
import { SignOutEverywhere } from './sign-out-everywhere.tsx';
import { useLocalText, useWording } from './wording.ts';
import './frame.css';

/** Header, menu and the screen of the moment. */
export function Frame() {
  const { me } = useOfficer();
  const words = useWording(shellWording);
  const { pathname } = useLocation();
  const { state } = useNavigation();
  const [menuIsOpen, openMenu] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the screen changes
  useEffect(() => openMenu(false), [pathname]);
  return (
    <div className="frame">
      <a className="skip-link" href="#screen">
        {words.skip}
      </a>
      <header className="frame-header screen-only">
        <button
          type="button"
          className="frame-menu-button"
          aria-expanded={menuIsOpen}
          aria-controls="menu"
          onClick={() => openMenu(!menuIsOpen)}
        >
          {menuIsOpen ? <X aria-hidden /> : <MenuIcon aria-hidden />}
          <span>{words.menu}</span>
        </button>
        <Link to="/" className="frame-name">
          <strong>{words.system}</strong>
          <span>{words.systemLong}</span>
        </Link>
        <WhoIsHere />
      </header>
      <nav
        id="menu"
        className="frame-menu screen-only"
        data-open={menuIsOpen || undefined}
        aria-label={words.mainMenu}
      >
        {MENU.map(({ number, name, items }) => (
          <section key={name}>
            <h2>
              {number === undefined ? null : <span className="frame-number">{number}</span>}
              {words.groups[name]}
            </h2>
            <ul>
              {items
                .filter(({ roles }) => roles?.includes(me.role) ?? true)
                .map((item) => (
                  <li key={item.name} data-under={item.under}>
                    <Place item={item} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
        <SignOutEverywhere />
      </nav>
      <main id="screen" className="frame-screen" tabIndex={-1} aria-busy={state === 'loading'}>
        {state === 'loading' ? <Loading /> : <Outlet />}
      </main>
    </div>
  );
}

function Place({ item }: { item: MenuItem }) {
  const words = useWording(shellWording);
  const inside = (
    <>
      <span className="frame-number">{item.number}</span>
      <span>{words.items[item.name]}</span>
      {item.name === 'announcements' ? <Unread /> : null}
    </>
  );
  if (item.to !== undefined)
    return (
      <NavLink to={item.to} end={item.to === '/registration' || item.to === '/people'}>
        {inside}
      </NavLink>
    );
  return (
    <a href={item.href} target="_blank" rel="noopener">
      {inside}
      <span className="visually-hidden"> ({words.newTab})</span>
    </a>
  );
}

/** How much of it waits to be read. */
function Unread() {
  const words = useWording(shellWording);
  const unread = useUnread();
  if (unread === 0) return null;
  return (
    <span className="frame-unread">
      <span aria-hidden>{showUnread(unread)}</span>
      <span className="visually-hidden">{words.unread(showUnread(unread))}</span>
    </span>
  );
}

function WhoIsHere() {
  const { me, leave } = useOfficer();
  const words = useWording(shellWording);
  const areaOf = useArea();
  return (
    <div className="frame-who">
      <p>
        <strong>{me.name}</strong>
        <span>
          {words.role[me.role]} · {areaOf(me)}
        </span>
      </p>
      <LanguageSwitch />
      <button type="button" className="frame-leave" onClick={leave}>
        <LogOut aria-hidden />
        <span>{words.leave}</span>
      </button>
    </div>
  );
}

/** The area in which an officer acts: district and province, province, or the country. */
export function useArea(): (whose: Pick<Me, 'province' | 'district'>) => string {
  const words = useWording(shellWording);
  const local = useLocalText();
  return ({ province, district }) => {
    if (district !== undefined) return `${local(district.name)} · ${local(district.province.name)}`;
    return province === undefined ? words.wholeCountry : local(province.name);
  };
}
