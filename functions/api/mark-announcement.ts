import { markAnnouncement } from '../contract/announcements.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AnnouncementsTable } from '../data/announcements.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { markAnnouncement as mark } from '../domain/override-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { announcementView } from '../http/views/announcement-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'ANNOUNCEMENTS_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  announcements: new AnnouncementsTable(client, { announcements: env.ANNOUNCEMENTS_TABLE }, audit),
};

export const handler = officerEndpoint(
  markAnnouncement,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, occasion }) => {
    const read = await mark(desk, officer, path.province, path.announcementId, occasion);
    return { body: await announcementView(read, geography) };
  },
);
