export interface MapPosition {
  readonly latitude: number;
  readonly longitude: number;
}

export type PositionReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly position: MapPosition }
  | { readonly kind: 'fault'; readonly fault: 'not-a-position' | 'short-link' | 'outside-thailand' };

const NUMBER = String.raw`(-?\d{1,3}(?:\.\d+)?)`;
const BETWEEN = String.raw`\s*[,;/\s]\s*\+?`;

/** The pin comes before the centre of the view: a link of Google Maps holds both. */
const IN_A_LINK = [
  new RegExp(`!3d${NUMBER}!4d${NUMBER}`, 'g'),
  new RegExp(`[?&#]mlat=${NUMBER}&mlon=${NUMBER}`, 'g'),
  new RegExp(`[?&](?:q|query|ll|daddr|destination|center|saddr)=(?:loc:)?${NUMBER},\\s*\\+?${NUMBER}`, 'g'),
  new RegExp(`/(?:place|search|dir/[^/]*)/${NUMBER},\\s*\\+?${NUMBER}`, 'g'),
  new RegExp(`#map=\\d+/${NUMBER}/${NUMBER}`, 'g'),
  new RegExp(`^geo:${NUMBER},${NUMBER}`, 'g'),
  new RegExp(`@${NUMBER},${NUMBER}`, 'g'),
];
const IN_DEGREES = new RegExp(`^\\(?${NUMBER}\\s*°?\\s*N?${BETWEEN}${NUMBER}\\s*°?\\s*E?\\)?$`, 'i');
const IN_MINUTES =
  /^(\d{1,2})\s*°\s*(\d{1,2})\s*['′’]\s*(?:(\d{1,2}(?:\.\d+)?)\s*["″”])?\s*N[\s,]*(\d{2,3})\s*°\s*(\d{1,2})\s*['′’]\s*(?:(\d{1,2}(?:\.\d+)?)\s*["″”])?\s*E$/i;
const SHORT_LINK = /^(?:https?:\/\/)?(?:maps\.app\.goo\.gl|goo\.gl|g\.co|lin\.ee)\//i;

/** What the API takes. */
const LATITUDES = [5, 21] as const;
const LONGITUDES = [97, 106] as const;

/** About a tenth of a metre. */
const DECIMALS = 6;

/** Reads what people paste: "15.24, 104.84", degrees and minutes, or a link of a map. */
export function readPosition(text: string): PositionReading {
  const plain = plainText(text);
  if (plain === '') return { kind: 'none' };
  const found = pairIn(plain);
  if (found === undefined)
    return { kind: 'fault', fault: SHORT_LINK.test(plain) ? 'short-link' : 'not-a-position' };
  // No place in Thailand is read another way round, so a swapped pair is one all the same.
  const position = [found, { latitude: found.longitude, longitude: found.latitude }].find(isInThailand);
  return position === undefined ? { kind: 'fault', fault: 'outside-thailand' } : { kind: 'read', position };
}

export const showPosition = ({ latitude, longitude }: MapPosition): string => `${latitude}, ${longitude}`;

function plainText(text: string): string {
  const arabic = text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50)).trim();
  try {
    return decodeURIComponent(arabic);
  } catch {
    return arabic;
  }
}

function pairIn(text: string): MapPosition | undefined {
  const minutes = IN_MINUTES.exec(text);
  if (minutes !== null) {
    const degrees = (at: number): number =>
      Number(minutes[at]) + Number(minutes[at + 1]) / 60 + Number(minutes[at + 2] ?? 0) / 3600;
    return rounded(degrees(1), degrees(4));
  }
  const plain = IN_DEGREES.exec(text);
  if (plain !== null) return rounded(Number(plain[1]), Number(plain[2]));
  for (const shape of IN_A_LINK) {
    const last = [...text.matchAll(shape)].at(-1);
    if (last !== undefined) return rounded(Number(last[1]), Number(last[2]));
  }
  return undefined;
}

const rounded = (latitude: number, longitude: number): MapPosition => ({
  latitude: Number(latitude.toFixed(DECIMALS)),
  longitude: Number(longitude.toFixed(DECIMALS)),
});

const isInThailand = ({ latitude, longitude }: MapPosition): boolean =>
  latitude >= LATITUDES[0] &&
  latitude <= LATITUDES[1] &&
  longitude >= LONGITUDES[0] &&
  longitude <= LONGITUDES[1];
