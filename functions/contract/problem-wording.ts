import type { LocalText } from '../domain/local-text.ts';
import type { FieldFaultCode, RefusalCode, RefusalKind } from '../domain/refusal.ts';

export type ProblemCode = RefusalCode | FieldFaultCode | 'internal';

/** What each problem says to a person: what is wrong and, where something can be done, what to do. */
export const PROBLEM_WORDING: Record<ProblemCode, LocalText> = {
  internal: {
    th: 'ระบบขัดข้อง กรุณาลองใหม่อีกครั้ง หากยังพบปัญหา โปรดแจ้งรหัสคำขอนี้แก่ผู้ดูแลระบบ',
    en: 'Something went wrong on our side. Please try again; if it persists, report this request id.',
  },
  'request.not-json': {
    th: 'ข้อมูลที่ส่งมาไม่ใช่ JSON ที่ถูกต้อง',
    en: 'The body is not a JSON object.',
  },
  'request.invalid': {
    th: 'ข้อมูลที่ส่งมาไม่ถูกต้อง โปรดดูรายการช่องที่ต้องแก้ไข',
    en: 'The request is not valid: see the fields named in errors.',
  },
  'request.too-large': { th: 'ข้อมูลที่ส่งมามีขนาดใหญ่เกินกำหนด', en: 'The body is larger than is allowed.' },
  'idempotency-key.missing': {
    th: 'ต้องส่งส่วนหัว Idempotency-Key (8-64 ตัวอักษร) เพื่อป้องกันการบันทึกซ้ำ',
    en: 'Send an Idempotency-Key header of 8 to 64 characters, so that a retry cannot register twice.',
  },
  'citizen-id.format': {
    th: 'เลขประจำตัวประชาชนต้องเป็นตัวเลข 13 หลัก',
    en: 'A citizen ID has thirteen digits.',
  },
  'citizen-id.checksum': {
    th: 'เลขประจำตัวประชาชนไม่ถูกต้อง โปรดตรวจสอบตัวเลขกับบัตรอีกครั้ง',
    en: 'This is not a valid citizen ID: please compare the digits with the card.',
  },
  'token.missing': { th: 'กรุณาเข้าสู่ระบบ', en: 'Please sign in.' },
  'token.signed-out': {
    th: 'ออกจากระบบแล้ว กรุณาเข้าสู่ระบบใหม่',
    en: 'This session was signed out. Please sign in again.',
  },
  'edge.required': {
    th: 'คำขอต้องผ่านที่อยู่เว็บไซต์ทางการของระบบ',
    en: 'Requests must come through the official address of the system.',
  },
  'caller.wrong-kind': {
    th: 'บัตรผ่านประเภทนี้ใช้กับรายการนี้ไม่ได้',
    en: 'This kind of token cannot be used here.',
  },
  'account.unknown': {
    th: 'ไม่พบบัญชีผู้ใช้ในระบบ โปรดติดต่อผู้ดูแลบัญชีของจังหวัด',
    en: 'There is no account for this user. Please ask whoever administers your accounts.',
  },
  'account.disabled': {
    th: 'บัญชีผู้ใช้นี้ถูกระงับ โปรดติดต่อผู้ดูแลบัญชีของจังหวัด',
    en: 'This account has been disabled. Please ask whoever administers your accounts.',
  },
  'account.expired': {
    th: 'บัญชีผู้ใช้นี้หมดอายุแล้ว โปรดติดต่อผู้ดูแลบัญชีของจังหวัด',
    en: 'This account has expired. Please ask whoever administers your accounts.',
  },
  'account.own': {
    th: 'ท่านแก้ไขบัญชีของตนเองไม่ได้ โปรดติดต่อผู้ดูแลบัญชีของท่าน',
    en: 'You cannot administer your own account. Please ask whoever administers your accounts.',
  },
  'account.right-not-held': {
    th: 'ท่านไม่มีสิทธิ์พิเศษนี้ จึงให้สิทธิ์นี้ หรือตั้งรหัสผ่านหรืออีเมลของบัญชีที่มีสิทธิ์นี้ไม่ได้',
    en: 'You do not hold this right yourself, so you can neither give it nor set the password or the address of who has it.',
  },
  'account.not-found': { th: 'ไม่พบบัญชีผู้ใช้ที่ระบุ', en: 'There is no such account.' },
  'account.username-taken': {
    th: 'มีบัญชีที่ใช้ชื่อผู้ใช้นี้แล้ว โปรดใช้ชื่ออื่น',
    en: 'There is an account with this user name already. Please choose another one.',
  },
  'account.area-unfit': {
    th: 'พื้นที่ไม่ตรงกับบทบาท เจ้าหน้าที่จังหวัดต้องมีรหัสจังหวัด เจ้าหน้าที่อำเภอต้องมีรหัสอำเภอ/เขต ส่วนกลางต้องไม่ระบุพื้นที่',
    en: 'The area does not fit the role: a province officer has a province, a district officer a district, a central officer none.',
  },
  'account.nothing-to-change': {
    th: 'ไม่มีข้อมูลของบัญชีที่ต้องแก้ไข',
    en: 'There is nothing in the request to change.',
  },
  'account.file-header': {
    th: 'หัวตารางของไฟล์ไม่ถูกต้อง โปรดใช้ไฟล์ตัวอย่าง',
    en: 'The first line of the file does not name its columns. Please use the template.',
  },
  'account.file-too-long': {
    th: 'ไฟล์มีเจ้าหน้าที่เกิน 200 คน โปรดแบ่งเป็นหลายไฟล์',
    en: 'The file has more than 200 officers. Please divide it.',
  },
  'row.columns': {
    th: 'จำนวนช่องไม่ตรงกับหัวตาราง หรือเครื่องหมายคำพูดไม่ครบคู่',
    en: 'The row does not have as many fields as the header, or a quotation mark is not closed.',
  },
  'row.duplicate-username': {
    th: 'ชื่อผู้ใช้นี้ซ้ำกับบรรทัดก่อนหน้าในไฟล์',
    en: 'An earlier line of the file has this user name.',
  },
  'area.outside': { th: 'อยู่นอกพื้นที่รับผิดชอบของท่าน', en: 'This lies outside your area.' },
  'registration.person-of-other-district': {
    th: 'บุคคลนี้มีที่อยู่ปัจจุบันนอกพื้นที่รับผิดชอบของท่าน โปรดแนะนำให้ไปแจ้งความประสงค์ตามพื้นที่ที่ระบุ',
    en: "This person's current address is outside your area: please send the person to the district named.",
  },
  'right.missing': {
    th: 'บัญชีของท่านไม่ได้รับสิทธิสำหรับรายการนี้',
    en: 'Your account has not been given the right to do this.',
  },
  'person.not-found': {
    th: 'ไม่พบบุคคลนี้ในพื้นที่รับผิดชอบของท่าน โปรดตรวจสอบเลขอีกครั้ง',
    en: 'There is no such person in your area: please check the digits.',
  },
  'people.too-many': {
    th: 'จำนวนรายการเกินกำหนดต่อหนึ่งครั้ง โปรดแบ่งไฟล์',
    en: 'These are more lines than one call takes: please divide the file.',
  },
  'people.daily-limit': {
    th: 'ตรวจสอบครบจำนวนที่กำหนดต่อวันแล้ว โปรดลดจำนวนหรือทำต่อในวันถัดไป',
    en: 'This is more than one officer may look up in a day: send fewer, or go on tomorrow.',
  },
  'override.not-needed': {
    th: 'บุคคลนี้อยู่ในพื้นที่รับผิดชอบของท่าน โปรดเปิดจากหน้า Profile',
    en: 'This person is in your own area: open the profile instead.',
  },
  'override.daily-limit': {
    th: 'เปิดดูบุคคลนอกพื้นที่ครบจำนวนที่กำหนดต่อวันแล้ว โปรดติดต่อจังหวัดของบุคคลนั้น',
    en: 'You have opened as many people of other areas as one officer may in a day: please ask their province.',
  },
  'reason.holds-citizen-id': {
    th: 'เหตุผลต้องไม่มีเลขประจำตัวประชาชน',
    en: 'A reason must not hold a citizen ID.',
  },
  'announcement.not-found': { th: 'ไม่พบประกาศแจ้งที่ระบุ', en: 'There is no such announcement.' },
  'people-file.encoding': {
    th: 'อ่านไฟล์ไม่ได้ ต้องเป็นไฟล์ CSV แบบ UTF-8 หรือ Windows-874 (TIS-620)',
    en: 'The file cannot be read: it has to be CSV in UTF-8 or Windows-874 (TIS-620).',
  },
  'people-file.no-column': {
    th: 'ไม่พบคอลัมน์เลขประจำตัวประชาชนในไฟล์',
    en: 'The file has no column of citizen IDs.',
  },
  'district.not-found': { th: 'ไม่พบอำเภอ/เขตที่ระบุ', en: 'There is no such district.' },
  'province.not-found': { th: 'ไม่พบจังหวัดที่ระบุ', en: 'There is no such province.' },
  'intake-location.not-found': {
    th: 'ไม่พบสถานที่รับแจ้งความประสงค์ที่ระบุ',
    en: 'There is no such intake location.',
  },
  'registration.not-found': {
    th: 'ไม่พบรายการแจ้งความประสงค์ที่ระบุ',
    en: 'There is no such registration.',
  },
  'registration.already-registered': {
    th: 'บุคคลนี้แจ้งความประสงค์ไว้แล้ว โปรดดูวัน สถานที่ และช่องทางที่แจ้งไว้',
    en: 'This person has already registered: see when, where and by which channel.',
  },
  'registration.not-standing': {
    th: 'รายการนี้ถูกยกเลิกแล้ว จึงแก้ไขหรือยกเลิกซ้ำไม่ได้',
    en: 'This registration has been withdrawn, so it can be neither corrected nor withdrawn.',
  },
  'intake-location.retired': {
    th: 'สถานที่นี้เลิกรับแจ้งความประสงค์แล้ว',
    en: 'This intake location has been retired.',
  },
  'intake-location.full': {
    th: 'อำเภอ/เขตนี้มีสถานที่รับแจ้งครบจำนวนสูงสุดแล้ว โปรดยกเลิกสถานที่ที่ไม่ใช้ก่อน',
    en: 'This district has as many intake locations as it can have: retire one first.',
  },
  'version.stale': {
    th: 'มีผู้แก้ไขรายการนี้ก่อนท่าน โปรดเปิดรายการล่าสุดแล้วทำใหม่',
    en: 'Somebody has changed this since you read it. Please read it again and repeat the change.',
  },
  'if-match.missing': {
    th: 'ต้องส่งส่วนหัว If-Match ที่ระบุรุ่นของรายการที่จะแก้ไข',
    en: 'Send an If-Match header with the version that you are changing.',
  },
  'cardholder.not-entitled': {
    th: 'ไม่พบสิทธิ์ของเลขประจำตัวนี้ โปรดตรวจสอบเลขอีกครั้ง',
    en: 'No entitlement was found for this ID. Please check the digits.',
  },
  'registration.window-not-open': {
    th: 'ยังไม่ถึงช่วงเวลารับแจ้งความประสงค์',
    en: 'The window for intents has not opened yet.',
  },
  'registration.recording-closed': {
    th: 'พ้นกำหนดเวลาบันทึกข้อมูลแล้ว',
    en: 'The time for recording intents is over.',
  },
  'registration.day-outside-window': {
    th: 'วันที่แจ้งความประสงค์อยู่นอกช่วงเวลาของมาตรการ',
    en: 'The day of the intent is outside the window of the measure.',
  },
  'registration.day-in-future': {
    th: 'วันที่แจ้งความประสงค์ต้องไม่เป็นวันในอนาคต',
    en: 'The day of the intent cannot be in the future.',
  },
  'registration.reason-required': {
    th: 'ต้องระบุเหตุผลเมื่อเปลี่ยนวันที่แจ้งความประสงค์ เพราะวันที่มีผลต่อการจ่ายเงิน',
    en: 'Give the reason for moving the day of the intent: it decides what is paid.',
  },
  'registration.consent-required': {
    th: 'ต้องได้รับความยินยอมให้เปิดเผยข้อมูลจากผู้แจ้งความประสงค์ก่อน',
    en: 'The person must agree to the disclosure first.',
  },
  'registration.nothing-to-correct': {
    th: 'ไม่มีข้อมูลที่ต้องแก้ไข',
    en: 'There is nothing in the request to correct.',
  },
  'registration.place-not-open': {
    th: 'สถานที่นี้ไม่ได้เปิดรับแจ้งความประสงค์ในอำเภอ/เขตนี้',
    en: 'This is not an open intake location of the district.',
  },
  'intake-location.days-reversed': {
    th: 'วันสุดท้ายต้องไม่มาก่อนวันแรกที่เปิดรับแจ้ง',
    en: 'The last day cannot be before the first.',
  },
  'intake-location.nothing-to-change': {
    th: 'ไม่มีข้อมูลของสถานที่ที่ต้องแก้ไข',
    en: 'There is nothing in the request to change.',
  },
  'agency.unknown': { th: 'ไม่พบหน่วยงานที่ระบุ', en: 'There is no such agency.' },
  'project.unknown': {
    th: 'ไม่พบโครงการที่ระบุ หรือระบุโครงการซ้ำ',
    en: 'There is no such project, or it is named twice.',
  },
  'district.unknown': { th: 'ไม่พบอำเภอ/เขตที่ระบุ', en: 'There is no such district.' },
  'days.reversed': { th: 'วันสิ้นสุดต้องไม่มาก่อนวันเริ่มต้น', en: 'The last day cannot be before the first.' },
  'days.too-many': { th: 'ช่วงวันยาวเกินกำหนด', en: 'The range of days is too long.' },
  'cut-off.not-found': {
    th: 'ไม่พบรอบตัดยอดจ่ายที่ระบุ',
    en: 'There is no such pay cut-off.',
  },
  'cut-off.overlaps': {
    th: 'ช่วงวันซ้อนกับรอบตัดยอดจ่ายที่มีอยู่แล้ว บุคคลหนึ่งอยู่ในบัญชีจ่ายสองรอบไม่ได้',
    en: 'These days overlap with another pay cut-off: nobody may be on two pay lists.',
  },
  'cut-off.still-freezing': {
    th: 'กำลังจัดทำบัญชีของรอบตัดยอดจ่ายนี้ กรุณาลองใหม่ในอีกสักครู่',
    en: 'The list of this pay cut-off is still being made. Please try again in a while.',
  },
  'cut-off.range-outside-window': {
    th: 'ช่วงวันของรอบตัดยอดจ่ายต้องอยู่ในช่วงเวลารับแจ้งความประสงค์ของมาตรการ',
    en: 'The days of a pay cut-off must lie within the window of the measure.',
  },
  'cut-off.range-not-over': {
    th: 'ตัดยอดจ่ายได้เมื่อพ้นวันสุดท้ายของช่วงแล้ว เพราะอาจยังมีผู้แจ้งความประสงค์ในวันนั้น',
    en: 'The last day must be over: somebody could still declare an intent on it.',
  },
  'document.not-found': { th: 'ไม่พบเอกสารที่ระบุ', en: 'There is no such document.' },
  'document.not-uploaded': {
    th: 'ยังไม่ได้อัปโหลดไฟล์ของเอกสารนี้ โปรดอัปโหลดแล้วเผยแพร่อีกครั้ง',
    en: 'The file has not been uploaded yet. Upload it, then publish again.',
  },
  'document.altered': {
    th: 'ไฟล์ที่อัปโหลดไม่ตรงกับไฟล์ที่แจ้งไว้ โปรดเริ่มอัปโหลดใหม่',
    en: 'What was uploaded is not the file that was announced. Please start the upload again.',
  },
  'document.not-what-it-says': {
    th: 'เนื้อหาของไฟล์ไม่ตรงกับชนิดที่ระบุ หรือไฟล์มีมาโคร รับเฉพาะ PDF, DOCX, XLSX และ PPTX',
    en: 'The file is not of the type it claims, or holds macros. PDF, DOCX, XLSX and PPTX are accepted.',
  },
  'officer.not-found': {
    th: 'ไม่พบเจ้าหน้าที่ที่ระบุในพื้นที่ของท่าน',
    en: 'There is no such officer in your area.',
  },
  'import.not-found': { th: 'ไม่พบรายการนำเข้าข้อมูลที่ระบุ', en: 'There is no such import.' },
  'statement.not-found': { th: 'ไม่พบไฟล์รายการที่ระบุ', en: 'There is no such statement.' },
  'import.finished': {
    th: 'การนำเข้านี้สิ้นสุดแล้ว หากต้องการนำเข้าอีกครั้ง โปรดสร้างรายการนำเข้าใหม่',
    en: 'This import has come to its end. Create another one to import a file again.',
  },
  'import.another-running': {
    th: 'มีการนำเข้าข้อมูลอื่นกำลังทำงานอยู่ โปรดรอให้เสร็จก่อน',
    en: 'Another import is running. Please wait until it has come to its end.',
  },
  'import.not-done': {
    th: 'การนำเข้านี้ยังไม่เสร็จ จึงยังเพิกถอนรายชื่อที่หายไปไม่ได้',
    en: 'This import is not done, so nobody whom it marked can be revoked yet.',
  },
  'import.other-file': {
    th: 'ค่าตรวจสอบ SHA-256 ไม่ตรงกับไฟล์ที่แจ้งไว้ โปรดตรวจสอบว่าเป็นไฟล์เดียวกัน',
    en: 'The SHA-256 is not that of the file that was announced: check that it is the same file.',
  },
  'idempotency-key.reused': {
    th: 'Idempotency-Key นี้ถูกใช้กับคำขออื่นแล้ว โปรดใช้ค่าใหม่',
    en: 'This Idempotency-Key was used for another request. Please use a new one.',
  },
  'look-up.birth-date-required': {
    th: 'ต้องระบุวันเดือนปีเกิดของเจ้าของเลขประจำตัวประชาชนด้วย',
    en: 'The look-up also asks for the date of birth of the person.',
  },
  'look-up.challenged': {
    th: 'มีการตรวจสอบเลขนี้หรือจากเครือข่ายนี้หลายครั้ง หน้าเว็บจะให้เครื่องของท่านคำนวณสักครู่แล้วจึงแสดงคำตอบ',
    en: 'There have been many look-ups of this ID or from this network. Solve the challenge and ask again with the proof.',
  },
  'look-up.exhausted': {
    th: 'วันนี้มีการตรวจสอบเลขนี้มากเกินไป กรุณาลองใหม่วันพรุ่งนี้ หรือโทร 1359',
    en: 'This ID has been looked up too often today. Please try again tomorrow, or call 1359.',
  },
  'store.busy': {
    th: 'ขณะนี้มีผู้ใช้งานจำนวนมาก ยังไม่ได้บันทึกข้อมูล กรุณาลองใหม่ในอีกสักครู่',
    en: 'The system is busy and nothing was saved. Please try again in a moment.',
  },
  'api.unreachable': {
    th: 'ติดต่อระบบไม่ได้ชั่วคราว ก่อนส่งอีกครั้ง โปรดตรวจสอบว่าข้อมูลบันทึกแล้วหรือไม่',
    en: 'The system could not be reached. Before you send it again, check whether it was saved.',
  },
  'bank-reference.not-found': {
    th: 'ไม่พบรายการที่ธนาคารของท่านส่งด้วยเลขอ้างอิงนี้',
    en: 'Your bank has sent nothing under this reference.',
  },
  'bank-reference.reused': {
    th: 'เลขอ้างอิงนี้เคยใช้กับข้อมูลอื่นแล้ว โปรดใช้เลขอ้างอิงใหม่',
    en: 'This reference was accepted with other data: send the row under a new one.',
  },
  'bank-reference.holds-citizen-id': {
    th: 'เลขอ้างอิงต้องมีตัวเลขติดกันไม่เกิน 12 ตัว และต้องไม่มีเลขประจำตัวประชาชน',
    en: 'A reference has at most 12 digits in a row and holds no citizen ID.',
  },
  'row.duplicate-reference': {
    th: 'เลขอ้างอิงซ้ำกับแถวก่อนหน้าในชุดเดียวกัน ระบบใช้แถวแรก',
    en: 'An earlier row of this batch has the same reference, and that row counts.',
  },
  'row.duplicate-person': {
    th: 'บุคคลนี้ซ้ำกับแถวก่อนหน้าในชุดเดียวกัน ระบบใช้แถวแรก',
    en: 'An earlier row of this batch has registered the same person, and that row counts.',
  },
  'field.missing': { th: 'ต้องระบุ', en: 'This is required.' },
  'field.unknown': { th: 'ไม่มีช่องข้อมูลนี้ในระบบ', en: 'There is no such field.' },
  'field.wrong-type': { th: 'ชนิดของข้อมูลไม่ถูกต้อง', en: 'This has the wrong type.' },
  'field.too-long': { th: 'ข้อมูลยาวหรือมากเกินกำหนด', en: 'This is too long.' },
  'field.too-short': { th: 'ข้อมูลสั้นหรือน้อยเกินกำหนด', en: 'This is too short.' },
  'field.out-of-range': { th: 'ค่าอยู่นอกช่วงที่กำหนด', en: 'This is out of range.' },
  'field.bad-format': { th: 'รูปแบบไม่ถูกต้อง', en: 'This does not have the right format.' },
  'field.not-allowed': { th: 'ค่านี้ใช้ไม่ได้', en: 'This value is not allowed.' },
};

/** Short titles by what a refusal means. */
export const KIND_WORDING: Record<RefusalKind | 'internal', LocalText> = {
  malformed: { th: 'คำขอไม่ถูกต้อง', en: 'Bad request' },
  unauthenticated: { th: 'ต้องเข้าสู่ระบบ', en: 'Sign-in required' },
  forbidden: { th: 'ไม่มีสิทธิ์', en: 'Not allowed' },
  missing: { th: 'ไม่พบ', en: 'Not found' },
  conflict: { th: 'ขัดกับข้อมูลที่มีอยู่', en: 'Conflict' },
  stale: { th: 'ข้อมูลถูกแก้ไขไปแล้ว', en: 'Changed by somebody else' },
  'breaks-rule': { th: 'ข้อมูลไม่เป็นไปตามเงื่อนไข', en: 'Against a rule' },
  'precondition-required': { th: 'ต้องระบุรุ่นของข้อมูล', en: 'Version required' },
  'too-large': { th: 'ข้อมูลใหญ่เกินกำหนด', en: 'Too large' },
  'too-many': { th: 'ตรวจสอบบ่อยเกินไป', en: 'Too many requests' },
  unavailable: { th: 'ระบบไม่พร้อมชั่วคราว', en: 'Temporarily unavailable' },
  internal: { th: 'ระบบขัดข้อง', en: 'Internal error' },
};
