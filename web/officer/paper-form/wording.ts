const th = {
  title: 'แบบฟอร์มกระดาษ',
  lead: 'สำหรับวันที่ระบบใช้งานไม่ได้ พิมพ์เตรียมไว้ กรอกด้วยมือ แล้วบันทึกเข้าระบบภายหลังตามวันที่แจ้งจริง',
  print: 'พิมพ์แบบฟอร์ม',
  record: 'บันทึกแบบฟอร์มที่กรอกแล้ว',
  steps: [
    'ผู้แจ้งกรอกและลงชื่อในแบบฟอร์ม เจ้าหน้าที่เทียบกับบัตรประจำตัวประชาชน',
    'ฉีกส่วนล่างให้ผู้แจ้งเก็บไว้ เก็บส่วนบนไว้ในที่ปลอดภัย',
    'เมื่อระบบกลับมาใช้ได้ ให้บันทึกตามวันที่แจ้งจริง แล้วทำลายแบบฟอร์มตามระเบียบ',
  ],
  until: (from: string, to: string, until: string) =>
    `ระบบรับวันที่แจ้งตั้งแต่ ${from} ถึง ${to} และรับบันทึกย้อนหลังได้ถึง ${until}`,
};

export const paperWording: { th: typeof th; en: typeof th } = {
  th,
  en: {
    title: 'Paper form',
    lead: 'For days on which the system is down: print it in advance, fill it in by hand, record it later under the true day.',
    print: 'Print the form',
    record: 'Record completed forms',
    steps: [
      'The person fills in and signs the form; the officer compares it with the ID card.',
      'The person keeps the lower part. Keep the upper part in a safe place.',
      'When the system is back, record each form under its true day, then destroy the forms as the rules say.',
    ],
    until: (from, to, until) =>
      `The system takes days from ${from} to ${to}; they can be recorded until ${until}.`,
  },
};

/** The form itself is Thai whatever the reader's language: it is filled in by Thai citizens. */
export const FORM = {
  measure: 'มาตรการพัฒนาคุณภาพชีวิตผู้มีบัตรสวัสดิการแห่งรัฐ',
  title: 'แบบแจ้งความประสงค์เข้าร่วมมาตรการฯ (แบบย่อ)',
  place: 'สถานที่รับแจ้งความประสงค์',
  district: 'อำเภอ/เขต',
  province: 'จังหวัด',
  day: 'วันที่แจ้งความประสงค์ (วัน เดือน พ.ศ.)',
  citizenId: 'เลขประจำตัวประชาชน',
  name: 'ชื่อ - นามสกุล',
  phone: 'โทรศัพท์',
  residence: 'ที่อยู่ปัจจุบัน (ตำบล/แขวง อำเภอ/เขต จังหวัด)',
  development: 'อำเภอที่ประสงค์จะพัฒนา (หากไม่ใช่อำเภอตามที่อยู่ปัจจุบัน)',
  projects: 'โครงการพัฒนาคุณภาพชีวิตที่สนใจ',
  remark: 'หมายเหตุ',
  consent: 'ข้าพเจ้ายินยอมให้หน่วยงานของมาตรการฯ ใช้และเปิดเผยข้อมูลนี้ต่อกันเพื่อการพัฒนาคุณภาพชีวิต',
  signedByPerson: 'ลงชื่อ ผู้แจ้งความประสงค์',
  signedByOfficer: 'ลงชื่อ เจ้าหน้าที่ผู้รับแจ้ง',
  tear: 'ฉีกตามรอยนี้',
  stub: 'หางตั๋ว (ชั่วคราว) สำหรับผู้แจ้งความประสงค์',
  stubText: 'รับแจ้งความประสงค์ไว้แล้ว เมื่อระบบใช้งานได้เจ้าหน้าที่จะบันทึกตามวันที่แจ้งนี้ ตรวจสอบผลได้ที่ 1359',
  official: 'ติดต่อเฉพาะช่องทางราชการ: 1359 · ธ.ก.ส. 02-555-0555 · ธนาคารออมสิน 1115',
  warning: 'เจ้าหน้าที่ไม่โทรศัพท์แจ้งว่าได้รับรางวัล ไม่ขอรหัสบัตร และไม่ให้โอนเงิน การแจ้งความประสงค์ไม่มีค่าใช้จ่าย',
} as const;
