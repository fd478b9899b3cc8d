import type { ProvinceReading } from '../../domain/report-desk.ts';

export const provinceReportView = ({ province, asOf, lastCountedAt, report }: ProvinceReading) => {
  const { days, province: _code, ...total } = report;
  return { province, asOf, lastCountedAt, total, days };
};
