import { type FileHandle, open } from 'node:fs/promises';

/** Whom a sheet is for. */
export type Recipient = { username: string; name: string; temporaryPassword: string };

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = `
@page { size: A4; margin: 20mm; }
body { font: 14pt/1.6 Sarabun, "Noto Sans Thai", "Leelawadee UI", Thonburi, sans-serif; color: #000; background: #fff; }
section { break-after: page; max-width: 170mm; margin: 0 auto 20mm; }
section:last-of-type { break-after: auto; margin-bottom: 0; }
h1 { font-size: 18pt; line-height: 1.3; }
dl { display: grid; grid-template-columns: 45mm 1fr; gap: 4mm; padding: 6mm; border: 1pt solid #000; }
dd { margin: 0; }
dd.typed { font: 600 18pt/1.3 "Noto Sans Mono", "DejaVu Sans Mono", monospace; }
footer { border-top: 0.5pt solid #000; padding-top: 4mm; }
`;

/** The sheet that one officer is handed, as the province's letter sent out its codes. */
const section = ({ username, name, temporaryPassword }: Recipient, siteUrl: string): string => `<section>
<h1>บัญชีผู้ใช้ ระบบบริหารข้อมูลกลาง มาตรการพัฒนาคุณภาพชีวิตผู้มีบัตรสวัสดิการแห่งรัฐ</h1>
<p>ส่งมอบเฉพาะตัวแก่ <strong>${escaped(name)}</strong></p>
<dl>
<dt>ที่อยู่เว็บไซต์</dt><dd>${escaped(siteUrl)}</dd>
<dt>ชื่อผู้ใช้</dt><dd class="typed">${escaped(username)}</dd>
<dt>รหัสผ่านชั่วคราว</dt><dd class="typed">${escaped(temporaryPassword)}</dd>
</dl>
<h2>เข้าใช้ครั้งแรก</h2>
<ol>
<li>เปิดเว็บไซต์ตามที่อยู่ข้างต้น แล้วกรอกชื่อผู้ใช้และรหัสผ่านชั่วคราว</li>
<li>ตั้งรหัสผ่านใหม่ของตนเอง อย่างน้อย 12 ตัวอักษร มีตัวพิมพ์ใหญ่ ตัวพิมพ์เล็ก ตัวเลข และเครื่องหมาย รหัสผ่านชั่วคราวใช้ได้ครั้งเดียว ภายใน 7 วัน</li>
<li>เมื่อระบบขอ ให้เปิดแอปยืนยันตัวตนในโทรศัพท์ (เช่น Google Authenticator) เพิ่มรหัสที่แสดง แล้วกรอกเลข 6 หลัก</li>
<li>ตรวจชื่อและพื้นที่ที่มุมขวาบน หากไม่ถูกต้องให้แจ้งผู้ที่มอบเอกสารนี้</li>
<li>ทำลายเอกสารนี้ทันทีที่เข้าใช้ได้แล้ว</li>
</ol>
<footer>บัญชีนี้เป็นของบุคคลเดียว ห้ามใช้ร่วมกันหรือมอบให้ผู้อื่น การเปิดดูข้อมูลทุกครั้งถูกบันทึกในชื่อของท่าน เจ้าหน้าที่จะไม่ถามรหัสผ่านของท่านไม่ว่าทางใด</footer>
</section>`;

export const handoverPage = (recipients: readonly Recipient[], siteUrl: string): string =>
  `<!doctype html>
<html lang="th">
<head><meta charset="utf-8"><title>เอกสารส่งมอบบัญชีผู้ใช้</title><style>${STYLE}</style></head>
<body>
${recipients.map((recipient) => section(recipient, siteUrl)).join('\n')}
</body>
</html>
`;

/**
 * Keeps the sheets of a run in a new file, which nobody else can read. The file is there before the first password
 * is, and what was made before a failure is on it.
 * @throws when there is such a file already
 */
export async function withSheets(
  path: string,
  siteUrl: string,
  work: (add: (recipient: Recipient) => void) => Promise<void>,
): Promise<number> {
  const file: FileHandle = await open(path, 'wx', 0o600);
  const recipients: Recipient[] = [];
  try {
    await work((recipient) => void recipients.push(recipient));
  } finally {
    await file.writeFile(handoverPage(recipients, siteUrl));
    await file.close();
  }
  return recipients.length;
}
